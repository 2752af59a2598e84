import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(0.0, -90.0, 1e-05)],
)
table = results.to_table()
