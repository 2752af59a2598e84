from astropy.time import Time
import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(1.0, 2.0, 3.0)],
    time=[(Time(55927.520833333336, format="mjd"), Time(55927.520833333336, format="mjd"))],
)
table = results.to_table()
