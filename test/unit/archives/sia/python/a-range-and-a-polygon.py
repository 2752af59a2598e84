import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(0.0, 360.0, -2.0, 2.0), (10.0, 10.0, 20.0, 10.0, 20.0, 20.0, 10.0, 20.0)],
)
table = results.to_table()
