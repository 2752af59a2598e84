import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import LogNorm

table = pd.read_parquet("table.parquet")  # the rows on show, exported as Parquet


def column(name):
    """A column as doubles; what is missing is NaN."""
    return table[name].to_numpy(dtype=float, na_value=np.nan)


x = column("ra")
y = -(column("w1mpro") + 2) * 3 % 7
finite = np.isfinite(x) & np.isfinite(y)
x, y = x[finite], y[finite]

figure, axes = plt.subplots()
counts, *edges, mesh = axes.hist2d(x, y, bins=(14, 14), range=[[x.min(), x.max()], [y.min(), y.max()]], cmin=1, norm=LogNorm(None, None), cmap="viridis")
figure.colorbar(mesh, label="rows")

axes.set_xlabel("x")
axes.set_ylabel("y")
plt.show()
