import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(10.0, 20.0, 0.5), (10.0, 20.0, 0.5)],
)
table = results.to_table()
