import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    band=[(3.6e-06, 3.6e-06)],
    collection=["wise_allwise"],
)
table = results.to_table()
