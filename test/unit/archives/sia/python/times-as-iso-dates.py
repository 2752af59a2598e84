from astropy.time import Time
import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    time=[(Time(55210.0, format="mjd"), Time(55413.04309555556, format="mjd")), (Time(57753.49999421303, format="mjd"), Time(57754.0, format="mjd"))],
    collection=["neowiser"],
)
table = results.to_table()
