package dev.gradus.data.named;

import dev.gradus.GradusException;
import dev.gradus.data.Cifar;
import dev.gradus.data.named.Contents.Images;
import dev.gradus.data.named.Contents.Layout;
import dev.gradus.data.named.Contents.Rows;
import dev.gradus.data.named.Making.AsFetched;
import dev.gradus.data.named.Making.Headed;
import dev.gradus.data.named.Making.Letters;
import dev.gradus.data.named.Making.Member;
import dev.gradus.data.named.Making.Members;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The public data sets that Gradus knows by name.
///
/// Where the SHA-256 sums come from: Fashion-MNIST's and those of scikit-learn's small tables were computed from the files; the others are
/// as other libraries publish them: MNIST, KMNIST and CIFAR's as torchvision's port to Ruby checks them, CIFAR's and EMNIST's as Julia's
/// MLDatasets does, those of California housing and covertype as scikit-learn does, of adult, abalone and the two of wine quality as several
/// users of the UCI repository do. Sizes are given where such a source tells them.
public final class NamedSets {
  private static final String SKLEARN = "https://raw.githubusercontent.com/scikit-learn/scikit-learn/1.5.2/sklearn/datasets/data/";
  private static final String UCI = "https://archive.ics.uci.edu/ml/machine-learning-databases/";
  private static final String SKLEARN_LICENCE = "BSD-3-Clause (scikit-learn); the data CC BY 4.0 (UCI)";
  private static final List<String> IDX =
      List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
  private static final List<String> DIGITS = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
  private static final List<String> MERGED = letters("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt");

  private static final List<NamedSet> ALL = all();

  private NamedSets() {}

  /// All sets, images first.
  public static List<NamedSet> sets() {
    return ALL;
  }

  /// Their names.
  public static List<String> names() {
    return ALL.stream().map(NamedSet::name).toList();
  }

  /// The set of a name, if there is one.
  public static Optional<NamedSet> named(String name) {
    return ALL.stream().filter(set -> set.name().equals(name)).findFirst();
  }

  /// The set of a name.
  ///
  /// @throws GradusException if there is none
  public static NamedSet find(String name) {
    return named(name).orElseThrow(() -> new GradusException("unknown data set \"" + name + "\"; known are " + String.join(", ", names())));
  }

  private static List<NamedSet> all() {
    List<NamedSet> sets = new ArrayList<>();
    sets.add(idx("mnist", "handwritten digits", "https://yann.lecun.com/exdb/mnist/", "CC BY-SA 3.0", DIGITS,
        List.of("https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new long[] {9_912_422, 28_881, 1_648_877, 4_542},
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"));
    sets.add(idx("fashion-mnist", "pictures of clothes", "https://github.com/zalandoresearch/fashion-mnist", "MIT",
        List.of("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
        List.of("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        new long[] {26_421_880, 29_515, 4_422_102, 5_148},
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"));
    sets.add(idx("kmnist", "cursive Japanese characters", "https://github.com/rois-codh/kmnist", "CC BY-SA 4.0",
        List.of("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
        List.of("https://codh.rois.ac.jp/kmnist/dataset/kmnist/", "http://codh.rois.ac.jp/kmnist/dataset/kmnist/"),
        new long[] {18_165_135, 29_497, 3_041_136, 5_120},
        "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4", "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
        "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5", "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"));
    sets.add(emnist("balanced", "47 letters and digits, as many of each", MERGED, 112_800, 18_800));
    sets.add(emnist("letters", "26 letters, large and small alike", letters("abcdefghijklmnopqrstuvwxyz"), 124_800, 20_800));
    sets.add(emnist("digits", "digits, four times as many as MNIST", DIGITS, 240_000, 40_000));
    sets.add(emnist("byclass", "62 letters and digits, as often as written",
        letters("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), 697_932, 116_323));
    sets.add(cifar("cifar-10", "colour pictures of 10 things", Layout.CIFAR_10, Cifar.classes(), 170_052_171,
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", "cifar-10-binary.tar.gz", "cifar-10-batches-bin", 30_730_000,
        "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"));
    sets.add(cifar("cifar-100", "colour pictures of 100 things", Layout.CIFAR_100, Cifar.classes100(), 168_513_733,
        "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec", "cifar-100-binary.tar.gz", "cifar-100-binary", 30_740_000,
        "train.bin", "test.bin"));
    sets.add(table("iris", "three species of iris by their flowers", "https://archive.ics.uci.edu/dataset/53/iris", SKLEARN_LICENCE,
        Remote.of("iris.csv", 2_734, "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449", SKLEARN + "iris.csv"), "", 1,
        List.of("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)", "species"),
        List.of("setosa", "versicolor", "virginica"), 150));
    sets.add(table("wine", "three cultivars of wine by their chemistry", "https://archive.ics.uci.edu/dataset/109/wine", SKLEARN_LICENCE,
        Remote.of("wine_data.csv", 11_157, "10e8a802908b34f86e5da8ce962f3c806694bc98450a18f61851af59f324bede", SKLEARN + "wine_data.csv"), "", 1,
        words("alcohol malic_acid ash alcalinity_of_ash magnesium total_phenols flavanoids nonflavanoid_phenols proanthocyanins color_intensity"
            + " hue od280/od315 proline cultivar"), List.of("class_0", "class_1", "class_2"), 178));
    sets.add(table("breast-cancer", "tumours, malignant or benign", "https://archive.ics.uci.edu/dataset/17/breast+cancer+wisconsin+diagnostic",
        SKLEARN_LICENCE,
        Remote.of("breast_cancer.csv", 119_913, "fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed", SKLEARN + "breast_cancer.csv"),
        "", 1, cells(), List.of("malignant", "benign"), 569));
    sets.add(table("optical-digits", "handwritten digits of 8 × 8 pixels, as a table",
        "https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits", SKLEARN_LICENCE,
        Remote.of("digits.csv.gz", 57_523, "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22", SKLEARN + "digits.csv.gz"), "", 0,
        Stream.concat(IntStream.range(0, 64).mapToObj(i -> "p" + i), Stream.of("digit")).toList(), List.of(), 1_797));
    sets.add(table("california-housing", "prices of houses in California, 1990", "https://doi.org/10.6084/m9.figshare.3829992", "CC BY 4.0",
        Remote.of("cal_housing.tgz", 441_963, "aaa5c9a6afe2225cc2aed2723682ae403280c4a3695a2ddda4ffb5d8215ea681",
            "https://ndownloader.figshare.com/files/5976036", "https://www.dcc.fc.up.pt/~ltorgo/Regression/cal_housing.tgz"),
        "CaliforniaHousing/cal_housing.data", 0, words("longitude latitude housingMedianAge totalRooms totalBedrooms population households"
            + " medianIncome medianHouseValue"), List.of(), 20_640));
    sets.add(table("covertype", "seven kinds of forest by place and soil", "https://archive.ics.uci.edu/dataset/31/covertype", "CC BY 4.0",
        Remote.of("covtype.data.gz", 11_240_707, "614360d0257557dd1792834a85a1cdebfadc3c4f30b011d56afee7ffb5b15771",
            UCI + "covtype/covtype.data.gz", "https://ndownloader.figshare.com/files/5976039"), "", 0, forest(), List.of(), 581_012));
    sets.add(table("adult", "whether someone earns over 50,000 dollars, 1994; the part to train on", "https://archive.ics.uci.edu/dataset/2/adult",
        "CC BY 4.0", Remote.of("adult.data", 3_974_305, "5b00264637dbfec36bdeaab5676b0b309ff9eb788d63554ca0a249491c86603d", UCI + "adult/adult.data"),
        "", 0, words("age workclass fnlwgt education education-num marital-status occupation relationship race sex capital-gain capital-loss"
            + " hours-per-week native-country income"), List.of(), 32_561));
    sets.add(table("abalone", "the age of sea snails by their shells", "https://archive.ics.uci.edu/dataset/1/abalone", "CC BY 4.0",
        Remote.ofUnknownSize("abalone.data", "de37cdcdcaaa50c309d514f248f7c2302a5f1f88c168905eba23fe2fbc78449f", UCI + "abalone/abalone.data"), "", 0,
        words("sex length diameter height whole_weight shucked_weight viscera_weight shell_weight rings"), List.of(), 4_177));
    sets.add(wine("red", 1_599,
        Remote.of("winequality-red.csv", 84_199, "4a402cf041b025d4566d954c3b9ba8635a3a8a01e039005d97d6a710278cf05e",
            UCI + "wine-quality/winequality-red.csv")));
    sets.add(wine("white", 4_898,
        Remote.ofUnknownSize("winequality-white.csv", "76c3f809815c17c07212622f776311faeb31e87610d52c26d87d6e361b169836",
            UCI + "wine-quality/winequality-white.csv")));
    return List.copyOf(sets);
  }

  private static NamedSet idx(String name, String about, String home, String licence, List<String> classes, List<String> bases, long[] bytes,
      String... sums) {
    List<Remote> files = IntStream.range(0, 4).mapToObj(i -> {
      String file = IDX.get(i) + ".gz";
      return Remote.of(file, bytes[i], sums[i], bases.stream().map(base -> base + file).toArray(String[]::new));
    }).toList();
    return new NamedSet(name, about, home, licence, name, files, new AsFetched(files.stream().map(Remote::name).toList()),
        new Images(Layout.IDX, Shape.of(28, 28, 1), classes, 60_000, 10_000));
  }

  private static NamedSet emnist(String part, String about, List<String> classes, int train, int test) {
    SequencedMap<String, Member> members = new LinkedHashMap<>();
    for (String ready : IDX) {
      int count = ready.startsWith("train") ? train : test;
      members.put(ready, new Member("gzip/emnist-" + part + "-" + ready.replace("t10k", "test") + ".gz",
          ready.contains("images") ? 16 + 784L * count : 8 + count));
    }
    return new NamedSet("emnist-" + part, about, "https://www.nist.gov/itl/products-and-services/emnist-dataset", "none named (NIST)", "emnist",
        List.of(Remote.of("gzip.zip", 561_753_746, "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e",
            "https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip")),
        new Members("gzip.zip", members, part.equals("letters") ? Letters.TURNED_FROM_ONE : Letters.TURNED),
        new Images(Layout.IDX, Shape.of(28, 28, 1), classes, train, test));
  }

  private static NamedSet cifar(String name, String about, Layout layout, List<String> classes, long bytes, String sum, String archive,
      String folder, long testBytes, String... files) {
    SequencedMap<String, Member> members = new LinkedHashMap<>();
    for (String file : files) {
      members.put(file, new Member(folder + "/" + file, file.equals("train.bin") ? 5 * testBytes : testBytes));
    }
    return new NamedSet(name, about, "https://www.cs.toronto.edu/~kriz/cifar.html", "none named; cite Krizhevsky 2009", name,
        List.of(Remote.of(archive, bytes, sum, "https://www.cs.toronto.edu/~kriz/" + archive)), new Members(archive, members, Letters.AS_THEY_ARE),
        new Images(layout, Shape.of(32, 32, 3), classes, 50_000, 10_000));
  }

  private static NamedSet table(String name, String about, String home, String licence, Remote file, String member, int skipped,
      List<String> columns, List<String> classes, int rows) {
    String table = name + ".csv";
    return new NamedSet(name, about, home, licence, name + "/original", List.of(file),
        new Headed(file.name(), member, skipped, columns, classes, rows, table), new Rows(table, columns.getLast(), rows));
  }

  private static NamedSet wine(String colour, int rows, Remote file) {
    return new NamedSet(colour + "-wine-quality", "how good " + colour + " wines taste, by their chemistry",
        "https://archive.ics.uci.edu/dataset/186/wine+quality", "CC BY 4.0", colour + "-wine-quality", List.of(file),
        new AsFetched(List.of(file.name())), new Rows(file.name(), "quality", rows));
  }

  private static List<String> letters(String all) {
    return all.codePoints().mapToObj(Character::toString).toList();
  }

  private static List<String> words(String all) {
    return List.of(all.split(" "));
  }

  private static List<String> cells() {
    List<String> columns = new ArrayList<>();
    for (String kind : List.of("mean", "error", "worst")) {
      for (String what : List.of("radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry",
          "fractal dimension")) {
        columns.add(kind + " " + what);
      }
    }
    columns.add("diagnosis");
    return columns;
  }

  private static List<String> forest() {
    List<String> columns = new ArrayList<>(words("Elevation Aspect Slope Horizontal_Distance_To_Hydrology Vertical_Distance_To_Hydrology"
        + " Horizontal_Distance_To_Roadways Hillshade_9am Hillshade_Noon Hillshade_3pm Horizontal_Distance_To_Fire_Points"));
    IntStream.range(0, 4).forEach(i -> columns.add("Wilderness_Area_" + i));
    IntStream.range(0, 40).forEach(i -> columns.add("Soil_Type_" + i));
    columns.add("Cover_Type");
    return columns;
  }
}
