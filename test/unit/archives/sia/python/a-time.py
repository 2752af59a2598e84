from astropy.time import Time
import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    time=[(Time(55197.0, format="mjd"), Time(55562.5, format="mjd"))],
    collection=["wise_allsky"],
)
table = results.to_table()
