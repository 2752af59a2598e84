import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(1.0, 2.0, 3.0)],
    band=[(float("-inf"), 1e-06), (0.21, float("inf"))],
)
table = results.to_table()
