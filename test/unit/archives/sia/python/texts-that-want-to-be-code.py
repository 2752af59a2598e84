import pyvo

service = pyvo.dal.SIA2Service("https://irsa.ipac.caltech.edu/SIA")
results = service.search(
    instrument=["{0} %s    🔭"],
    target_name=["x\"); import os; os.abort() #\n\\"],
)
table = results.to_table()
