import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

table = pd.read_parquet("table.parquet")  # the rows on show, exported as Parquet


def bits(of, a, b):
    """Bits of whole numbers; NaN of others."""
    a, b = np.broadcast_arrays(a, b)
    whole = (a % 1 == 0) & (b % 1 == 0)
    integers = [np.where(whole, value, 0).astype(np.int64) for value in (a, b)]
    return np.where(whole, of(*integers), np.nan)


def column(name):
    """A column as doubles; what is missing is NaN."""
    return table[name].to_numpy(dtype=float, na_value=np.nan)


x = bits(np.bitwise_and, column("flags"), 6)
x = x[np.isfinite(x)]

figure, axes = plt.subplots()
counts, edges, bars = axes.hist(x, bins=7, range=(0, 7), log=True)

axes.set_xlim(0, 7)
axes.set_xlabel("x")
axes.set_ylabel("y")
plt.show()
