import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(210.802429, 54.34875, 0.002777777777777778)],
)
table = results.to_table()
