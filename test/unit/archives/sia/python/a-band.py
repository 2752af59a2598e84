import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    band=[(1.1e-06, 1.4e-06)],
    collection=["twomass_allsky"],
)
table = results.to_table()
