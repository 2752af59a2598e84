import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(1.0, 2.0, 3.0)],
    band=[(6.199209921660013e-10, 2.4796839686640053e-09)],
)
table = results.to_table()
