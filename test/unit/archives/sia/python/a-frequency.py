import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(1.0, 2.0, 3.0)],
    band=[(0.19986163866666667, 0.21413747)],
)
table = results.to_table()
