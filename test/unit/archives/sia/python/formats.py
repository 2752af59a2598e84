import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(1.0, 2.0, 3.0)],
    res_format=["image/fits", "application/x-votable+xml;content=datalink"],
)
table = results.to_table()
