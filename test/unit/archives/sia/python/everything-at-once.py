from astropy.time import Time
import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    pos=[(53.16, -27.78, 0.25)],
    band=[(9e-07, 5e-06)],
    time=[(Time(59700.0, format="mjd"), Time(60000.0, format="mjd"))],
    pol=["I"],
    field_of_view=[(0.01, 1.0)],
    spatial_resolution=[(0.01, 0.2)],
    spectral_resolving_power=[(4.0, 100.0)],
    exptime=[(1000.0, 100000.0)],
    timeres=[(10.0, 1e+16)],
    facility=["JWST"],
    collection=["jades"],
    instrument=["NIRCam"],
    data_type=["image"],
    calib_level=[3],
    target_name=["GOODS-S"],
    res_format=["image/fits"],
    maxrec=1000,
)
table = results.to_table()
