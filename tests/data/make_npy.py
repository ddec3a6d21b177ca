"""Arrays as NumPy writes them: `pip install numpy && python3 tests/data/make_npy.py`."""

import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent / "npy"
x = np.array([[1.5, -2.0, 3.25], [0.0, 4.0, -0.5]])
for name, dtype in [("f2", "<f2"), ("f4", "<f4"), ("f8", "<f8"), ("f4_big", ">f4"), ("f8_big", ">f8")]:
    np.save(HERE / f"{name}.npy", x.astype(dtype))
counts = np.array([[1, 2, 3], [0, 4, 100]])
for name, dtype in [("i1", "i1"), ("i2_big", ">i2"), ("i4", "<i4"), ("i8", "<i8"), ("u1", "u1"), ("u8", "<u8"), ("bool", "?")]:
    np.save(HERE / f"{name}.npy", counts.astype(dtype))
np.save(HERE / "fortran.npy", np.asfortranarray(x))
np.save(HERE / "fortran_3.npy", np.asfortranarray(np.arange(24, dtype="<i2").reshape(2, 3, 4)))
np.save(HERE / "column.npy", np.array([[2], [0], [1]]))
np.save(HERE / "complex.npy", x.astype("c8"))
np.save(HERE / "text.npy", np.array(["a", "b"]))
np.save(HERE / "record.npy", np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f4")]))
np.save(HERE / "scalar.npy", np.float32(7))
np.save(HERE / "labels.npy", np.array([2, 0, 1]))
np.save(HERE / "nan.npy", np.array([1.0, np.nan]))
with open(HERE / "version_2.npy", "wb") as file:
    np.lib.format.write_array(file, x, version=(2, 0))
