import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

table = pd.read_parquet("table.parquet")  # the rows on show, exported as Parquet


def column(name):
    """A column as doubles; what is missing is NaN."""
    return table[name].to_numpy(dtype=float, na_value=np.nan)


x = column("ra")
y = column("dec")
finite = np.isfinite(x) & np.isfinite(y)
x, y = x[finite], y[finite]

figure, axes = plt.subplots(subplot_kw={"projection": "hammer"})
# East is to the left: longitudes are drawn with the other sign.
longitude = np.radians((x + 180) % 360 - 180)
axes.scatter(-longitude, np.radians(y), s=2, linewidths=0)
axes.grid(True)

axes.set_title("Sky")
plt.show()
