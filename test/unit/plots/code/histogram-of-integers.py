import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

table = pd.read_parquet("table.parquet")  # the rows on show, exported as Parquet


def column(name):
    """A column as doubles; what is missing is NaN."""
    return table[name].to_numpy(dtype=float, na_value=np.nan)


x = column("big") - 1099511627776
x = x[np.isfinite(x)]

figure, axes = plt.subplots()
counts, edges, bars = axes.hist(x, bins=16, log=True)

axes.set_xlabel("x")
axes.set_ylabel("y")
plt.show()
