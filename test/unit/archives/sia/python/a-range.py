import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(12.0, 12.5, -34.0, 34.0)],
)
table = results.to_table()
