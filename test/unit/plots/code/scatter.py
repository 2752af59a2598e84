import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

table = pd.read_parquet("table.parquet")  # the rows on show, exported as Parquet


def column(name):
    """A column as doubles; what is missing is NaN."""
    return table[name].to_numpy(dtype=float, na_value=np.nan)


x = column("flux")
y = np.log10(column("w1mpro")) + np.arange(float(len(table))) * 0
finite = np.isfinite(x) & np.isfinite(y)
x, y = x[finite], y[finite]

figure, axes = plt.subplots()
axes.scatter(x, y, s=4, linewidths=0)

axes.set_xlabel("x")
axes.set_ylabel("y")
plt.show()
