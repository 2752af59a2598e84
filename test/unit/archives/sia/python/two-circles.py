import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(10.0, -41.5, 0.1), (359.999999, 89.5, 0.25)],
)
table = results.to_table()
