/// What an experiment is: [Experiment] says what it claims and by what [Rule] it will be judged, then fills a [Notebook] with
/// figures and exhibits; [Lab#run] makes a [Result] of it.
///
/// Read first: [Experiment], then one of them, such as `LearningRate` in [dev.gradus.lab.course]. How to write one is in
/// docs/lab-writing.md.
///
///     Result result = Lab.run(Course.experiment("learning-rate"), Setting.quick(42));
///     System.out.println(result.judgement().verdict());
///     Files.writeString(Path.of("learning-rate.html"), Page.of(result));
///
/// An experiment needs no file, no network and no data set that Gradus can't make itself.
package dev.gradus.lab;
