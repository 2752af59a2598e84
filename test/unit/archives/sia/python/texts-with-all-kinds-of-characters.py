import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    publisher_did=["ivo://cadc.nrc.ca/HSTHLA?hst_12477_28/x+y&z=1"],
    facility=["Spitzer Space Telescope"],
    collection=["日本 #1"],
    instrument=["NIRCAM/IMAGE", "a\\b'c"],
    TARGET=["M 101", "NGC 5457 \"pinwheel\"", "η Car; 100%"],
)
table = results.to_table()
