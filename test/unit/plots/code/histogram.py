import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

table = pd.read_parquet("table.parquet")  # the rows on show, exported as Parquet


def column(name):
    """A column as doubles; what is missing is NaN."""
    return table[name].to_numpy(dtype=float, na_value=np.nan)


x = np.maximum(column("w1mpro"), column("w2mpro")) - 2 ** -1
x = x[np.isfinite(x)]

figure, axes = plt.subplots()
counts, edges, bars = axes.hist(x, bins=21, log=False)

axes.set_xlabel("x")
axes.set_ylabel("y")
plt.show()
