import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(1.0, 2.0, 3.0)],
    spatial_resolution=[(0.0, 2.0)],
    spectral_resolving_power=[(1000.0, 2000.5)],
    exptime=[(100.0, float("inf"))],
    timeres=[(float("-inf"), 60.0)],
)
table = results.to_table()
