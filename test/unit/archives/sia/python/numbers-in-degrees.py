import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(150.0, 2.0, 1.0)],
)
table = results.to_table()
