import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(1.0, 2.0, 3.0)],
    field_of_view=[(0.5, 1.0), (2.0, float("inf"))],
)
table = results.to_table()
