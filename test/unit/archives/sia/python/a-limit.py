import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(273.891148, 64.526926, 0.001388888888888889)],
    collection=["euclid_DpdMerBksMosaic"],
    maxrec=50,
)
table = results.to_table()
