import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(1.0, 2.0, 3.0)],
    data_type=["image", "cube"],
    calib_level=[0, 2, 4],
)
table = results.to_table()
