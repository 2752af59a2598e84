import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(150.01, 2.2, 0.01)],
    collection=["spitzer_seip"],
)
table = results.to_table()
