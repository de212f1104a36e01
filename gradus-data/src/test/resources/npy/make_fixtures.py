"""Writes the arrays that NpyTest reads. NumPy 2.4.6: python make_fixtures.py"""
import numpy as np

a = np.arange(24).reshape(2, 3, 4)
for dtype in ["<f4", ">f4", "<f8", "<f2", "|u1", "|i1", "<i2", ">i2", "<u2", "<i4", "<u4", "<i8", ">i8", "<u8"]:
    np.save("%s%s.npy" % (dtype[1:], "big" if dtype[0] == ">" else ""), a.astype(dtype))
np.save("b1.npy", a % 2 == 1)
np.save("fortran.npy", np.asfortranarray(a.astype("<f4")))
np.save("flat.npy", np.array([1.5, -2.5], "<f8"))
np.save("scalar.npy", np.float32(1))
np.save("empty.npy", np.zeros((2, 0), "<f4"))
np.save("text.npy", np.array(["cat", "dog"]))
np.save("object.npy", np.array([{}], object), allow_pickle=True)
np.save("large.npy", np.array([1, 2**40]))
images = (np.arange(40).reshape(10, 2, 2) * 6).astype("|u1")
labels = np.arange(10).reshape(10, 1) % 3
np.savez("plain.npz", x_train=images, y_train=labels, x_test=images[:4], y_test=labels[:4])
np.savez_compressed("packed.npz", x=images.astype("<f4"), y=labels[:, 0] * 0.5)
np.savez_compressed("bomb.npz", x=np.zeros((40, 1 << 20), "|u1"))
