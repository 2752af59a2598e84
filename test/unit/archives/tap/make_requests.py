"""Records what pyvo sends for TAP queries, and what it reads from the recorded documents.

    pip install pyvo==1.9.1 astropy
    python make_requests.py [GOLDEN]

No network: a session of its own answers. Writes `requests.json` and `documents.json` beside itself
(then `npx prettier --write` them).
"""

import io
import json
import sys
import warnings
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pyvo
import requests
import urllib3
from pyvo.dal import tap
from pyvo.io import uws, vosi

HERE = Path(__file__).parent
GOLDEN = Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "../../../../../shared/golden").resolve()
BASE = "https://tap.example.org/tap"
TABLE = b"""<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE type="results">
<INFO name="QUERY_STATUS" value="OK"/><TABLE><FIELD name="a" datatype="int"/>
<DATA><TABLEDATA><TR><TD>1</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"""
MINE = "<VOTABLE><RESOURCE><TABLE><FIELD name='id' datatype='int'/></TABLE></RESOURCE></VOTABLE>"


def job_document(phase, version):
    results = '<results><result id="result" xlink:href="%s/async/7/results/result"/></results>' % BASE
    error = '<errorSummary type="fatal" hasDetail="false"><message>No such table</message></errorSummary>'
    return (
        '<job xmlns="http://www.ivoa.net/xml/UWS/v1.0" xmlns:xlink="http://www.w3.org/1999/xlink"%s>'
        "<jobId>7</jobId><ownerId/><phase>%s</phase><quote/><startTime/><endTime/>"
        "<executionDuration>600</executionDuration><destruction>2030-01-01T00:00:00Z</destruction>"
        "<parameters/>%s%s</job>"
    ) % (
        ' version="%s"' % version if version else "",
        phase,
        results if phase == "COMPLETED" else "",
        error if phase == "ERROR" else "",
    )


class Recorder(requests.adapters.BaseAdapter):
    """Answers as a TAP service would; its one job goes through the given phases."""

    def __init__(self, phases, version):
        super().__init__()
        self.phases, self.version, self.seen = list(phases), version, []

    def send(self, request, **_):
        parts = urlsplit(request.url)
        form, files = self.read_body(request)
        self.seen.append(
            {
                "method": request.method,
                "path": parts.path,
                "query": parse_qsl(parts.query, keep_blank_values=True),
                "form": form,
                "files": files,
            }
        )
        return self.answer(request, parts.path)

    def read_body(self, request):
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        kind = request.headers.get("Content-Type", "")
        if not kind.startswith("multipart/"):
            return parse_qsl(body.decode(), keep_blank_values=True), {}
        message = BytesParser(policy=HTTP).parsebytes(
            b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body
        )
        form, files = [], {}
        for part in message.iter_parts():
            name = part.get_param("name", header="content-disposition")
            text = part.get_payload(decode=True).decode()
            if part.get_filename() is None:
                form.append([name, text])
            else:
                files[name] = text
        return form, files

    def answer(self, request, path):
        status, headers, body = 200, {}, b""
        if path.endswith("/sync") or path.endswith("/results/result"):
            headers, body = {"Content-Type": "application/x-votable+xml"}, TABLE
        elif request.method == "POST":
            status, headers = 303, {"Location": BASE + "/async/7"}
        elif request.method == "DELETE":
            status, headers = 303, {"Location": BASE + "/async"}
        else:
            phase = self.phases.pop(0) if len(self.phases) > 1 else self.phases[0]
            headers, body = {"Content-Type": "text/xml"}, job_document(phase, self.version).encode()
        response = requests.Response()
        response.status_code, response.url, response.request = status, request.url, request
        response.headers = requests.structures.CaseInsensitiveDict(headers)
        response.raw = urllib3.HTTPResponse(
            io.BytesIO(body), headers=headers, status=status, preload_content=False
        )
        return response

    def close(self):
        pass


QUERY = "SELECT TOP 5 ra, dec FROM fp_psc"
NASTY = "SELECT \"2MASS\", 'Barnard''s & Co; 100% + ä ★ \\' AS x\n-- a comment\nFROM \"II/246/out\" WHERE a=b"
UPLOAD = {"mine": MINE}
LINK = {"mine": "https://example.org/mine.vot?a=1&b=2"}

#: name, mode, arguments as ours, phases, version, what else is done to the job
CASES = [
    ("plain", "sync", {"query": QUERY}),
    ("limit", "sync", {"query": QUERY, "mostRows": 100}),
    ("no limit", "sync", {"query": QUERY, "mostRows": 0}),
    ("language", "sync", {"query": QUERY, "language": "ADQL-2.0"}),
    ("backend language", "sync", {"query": QUERY, "language": "PostgreSQL"}),
    ("every kind of character", "sync", {"query": NASTY}),
    ("long", "sync", {"query": "SELECT " + ", ".join("c%d" % i for i in range(3000)) + " FROM t"}),
    ("format", "sync", {"query": QUERY, "format": "votable/td"}),
    ("old format", "sync", {"query": QUERY, "extra": {"FORMAT": "votable"}}),
    ("several of its own", "sync", {"query": QUERY, "extra": {"PROFILE": "a b", "X": "ü"}, "mostRows": 7}),
    ("upload by address", "sync", {"query": QUERY, "links": LINK}),
    ("upload inline", "sync", {"query": QUERY, "inline": UPLOAD}),
    ("two uploads", "sync", {"query": NASTY, "inline": {"a": MINE, "b": MINE + "<!-- é -->"}, "mostRows": 3}),
    ("both kinds of upload", "sync", {"query": QUERY, "inline": UPLOAD, "links": {"far": "http://example.org/x"}}),
    ("job", "async", {"query": QUERY}),
    ("job with limit", "async", {"query": QUERY, "mostRows": 50}),
    ("job of old", "async", {"query": QUERY}, ["PENDING", "QUEUED", "EXECUTING", "COMPLETED"], None),
    ("slow job", "async", {"query": NASTY}, ["PENDING", "QUEUED", "EXECUTING", "EXECUTING", "COMPLETED"], "1.1"),
    ("job with upload", "async", {"query": QUERY, "inline": UPLOAD}),
    ("job with format", "async", {"query": QUERY, "format": "votable", "language": "ADQL-2.1"}),
    ("job that fails", "async", {"query": QUERY}, ["PENDING", "EXECUTING", "ERROR"], "1.1"),
    ("job that is kept", "async", {"query": QUERY, "keep": True}),
    ("job that is aborted", "abort", {"query": QUERY}, ["PENDING", "EXECUTING"], "1.1"),
    ("duration of a job", "duration", {"query": QUERY}, ["PENDING"], "1.1"),
    ("destruction of a job", "destruction", {"query": QUERY}, ["PENDING"], "1.1"),
]


def run(mode, asked, phases, version):
    recorder = Recorder(phases, version)
    session = requests.Session()
    session.mount("https://", recorder)
    service = pyvo.dal.TAPService(BASE, session=session)
    uploads = {name: io.StringIO(text) for name, text in asked.get("inline", {}).items()}
    # StringIO is not a form file for requests, which wants bytes.
    uploads = {name: io.BytesIO(each.getvalue().encode()) for name, each in uploads.items()}
    uploads.update(asked.get("links", {}))
    options = {"uploads": uploads or None, "maxrec": asked.get("mostRows")}
    if "language" in asked:
        options["language"] = asked["language"]
    if "format" in asked:
        options["RESPONSEFORMAT"] = asked["format"]
    options.update(asked.get("extra", {}))
    if mode == "sync":
        # TAPQuery.execute ends in submit(), which always posts.
        service.run_sync(asked["query"], **options)
    elif mode == "async":
        try:
            service.run_async(asked["query"], delete=not asked.get("keep", False), **options)
        except pyvo.dal.DALQueryError:
            pass
    else:
        job = service.submit_job(asked["query"], **options)
        if mode == "abort":
            job.run()
            job.abort()
        elif mode == "duration":
            job.execution_duration = 1200
        else:
            job.destruction = "2031-02-03T04:05:06Z"
    return recorder.seen


def documents():
    """What pyvo reads from the recorded documents."""
    folder = GOLDEN / "tap"
    capabilities = vosi.parse_capabilities((folder / "tap_capabilities.xml").open("rb"))
    tables = vosi.parse_tables((folder / "tap_tables.xml").open("rb"))
    service = next(each for each in capabilities if hasattr(each, "languages"))
    language = service.languages[0]
    features = {
        part.type: [feature.form for feature in part] for part in language.languagefeaturelists
    }
    jobs = {}
    for name in ["uws_job.xml", "uws_job_v1.0.xml"]:
        job = uws.parse_job((folder / name).open("rb"))
        jobs[name] = {
            "id": job.jobid,
            "phase": job.phase,
            "version": job.version,
            "executionDuration": job.executionduration and job.executionduration.to_value("s"),
            "destruction": job.destruction and job.destruction.isot,
            "quote": job.quote and job.quote.isot,
            "started": job.starttime and job.starttime.isot,
            "ended": job.endtime and job.endtime.isot,
            "parameters": {each.id_: each.content for each in job.parameters},
            "results": [[each.id_, each.href] for each in job.results],
        }
    return {
        "capabilities": {
            "formats": [each.mime for each in service.outputformats],
            "aliases": [[alias for alias in each.aliases] for each in service.outputformats],
            "uploads": [each.ivo_id for each in service.uploadmethods],
            "models": [each.content for each in service.datamodels],
            "rows": [service.outputlimit.default.content, service.outputlimit.hard.content],
            "upload": service.uploadlimit.hard.content,
            "execution": service.executionduration.default,
            "retention": service.retentionperiod.default,
            "language": [language.name, [each.content for each in language.versions]],
            "features": features,
        },
        "tables": [[each.name, each.description] for each in tables.iter_tables()],
        "jobs": jobs,
    }


def main():
    warnings.simplefilter("ignore")
    tap.sleep = lambda seconds: None
    cases = []
    for name, mode, asked, *rest in CASES:
        phases, version = rest if rest else (["PENDING", "COMPLETED"], "1.1")
        cases.append(
            {
                "name": name,
                "mode": mode,
                "asked": asked,
                "phases": phases,
                "version": version,
                "requests": run(mode, asked, phases, version),
            }
        )
    write("requests.json", {"pyvo": pyvo.__version__, "base": BASE, "cases": cases})
    if GOLDEN.exists():
        write("documents.json", documents())


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", "utf8")


if __name__ == "__main__":
    main()
