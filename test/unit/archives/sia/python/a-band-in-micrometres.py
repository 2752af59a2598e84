import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    band=[(3.1299999999999997e-06, 3.96e-06)],
    collection=["spitzer_seip"],
)
table = results.to_table()
