import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(12.0, 34.0, 14.0, 35.0, 14.0, 36.0)],
)
table = results.to_table()
