"""Exchanges with Athena as botocore has them: requests that it signs, and answers that it understands.

Nothing is asked of Amazon: an answer stands ready for each request. botocore checks the parameters against its model of
the service, writes and signs the requests, and reads the answers; the rows are those that it read.

    python test/unit/engines/make_athena.py     (botocore; output committed)
"""

import datetime
import json
from pathlib import Path

import botocore.auth
import botocore.awsrequest
import botocore.session

NOW = datetime.datetime(2026, 3, 14, 15, 9, 26, tzinfo=datetime.timezone.utc)
QUERY = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"
TOKEN = "skybucket-0123456789abcdef0123456789abcdef"
SQL = "SELECT \"designation\", 'it''s', \"ra\"\nFROM \"wise\"\nWHERE \"w1mpro\" < 15E0"

TYPES = [
    ("designation", "varchar", 0), ("ra", "double", 17), ("ext_flg", "integer", 10), ("cntr", "bigint", 19),
    ("w1", "float", 17), ("good", "boolean", 0), ("price", "decimal", 9), ("list", "array", 0), ("t", "timestamp", 3),
]
ROWS = [
    ["J0401", "60.4516675", "0", "9007199254740993", "15.1", "true", "1.25", "[1.5, 2.5]", "2026-01-31 12:00:00.123"],
    ["", "NaN", None, None, "Infinity", "false", None, None, None],
    ["Ä, \"x\"", "-1.0E-7", "-7", "-5", None, None, "0.00", "[]", None],
]


def cells(values):
    return {"Data": [{} if value is None else {"VarCharValue": value} for value in values]}


def page(rows, token=None):
    info = [
        {"CatalogName": "hive", "SchemaName": "", "TableName": "", "Name": name, "Label": name, "Type": kind,
         "Precision": precision, "Scale": 2 if kind == "decimal" else 0, "Nullable": "UNKNOWN", "CaseSensitive": False}
        for name, kind, precision in TYPES
    ]
    answer = {"ResultSet": {"Rows": [cells(row) for row in rows], "ResultSetMetadata": {"ColumnInfo": info}}, "UpdateCount": 0}
    return {**answer, "NextToken": token} if token else answer


def state(name, scanned, **more):
    return {"QueryExecution": {
        "QueryExecutionId": QUERY, "Query": SQL, "StatementType": "DML", "WorkGroup": "astronomy",
        "Status": {"State": name, "SubmissionDateTime": 1773500966.1, **more},
        "Statistics": {"DataScannedInBytes": scanned, "EngineExecutionTimeInMillis": 10},
    }}


class Frozen(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return NOW.replace(tzinfo=None)

    @classmethod
    def now(cls, tz=None):
        return NOW


def main():
    if hasattr(botocore.auth, "get_current_datetime"):
        botocore.auth.get_current_datetime = lambda remove_tzinfo=True: NOW.replace(tzinfo=None)
    else:
        botocore.auth.datetime = type("module", (), {"datetime": Frozen})
    session = botocore.session.Session()
    client = session.create_client(
        "athena", region_name="us-west-2", aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", aws_session_token="a session/token==",
    )
    exchanges = []
    ready = []

    def answer(request, **_):
        status, body = ready.pop(0)
        kept = ("authorization", "content-type", "x-amz-date", "x-amz-security-token", "x-amz-target")
        headers = {name.lower(): value if isinstance(value, str) else value.decode() for name, value in request.headers.items()}
        sent = request.body if isinstance(request.body, str) else request.body.decode()
        exchanges.append({
            "method": request.method, "url": request.url, "headers": {name: headers[name] for name in kept},
            "body": sent, "status": status, "answer": body,
        })
        raw = type("Raw", (), {"stream": staticmethod(lambda **_: iter([json.dumps(body).encode()]))})
        return botocore.awsrequest.AWSResponse(request.url, status, {}, raw)

    client.meta.events.register("before-send.athena.*", answer)

    def ask(call, body, status=200, **parameters):
        ready.append((status, body))
        return getattr(client, call)(**parameters)

    ask("start_query_execution", {"QueryExecutionId": QUERY}, QueryString=SQL, ClientRequestToken=TOKEN,
        QueryExecutionContext={"Catalog": "AwsDataCatalog", "Database": "sky"},
        ResultConfiguration={"OutputLocation": "s3://results/here/"}, WorkGroup="astronomy")
    for name, scanned in [("QUEUED", 0), ("RUNNING", 1000), ("SUCCEEDED", 123456)]:
        ask("get_query_execution", state(name, scanned), QueryExecutionId=QUERY)
    names = [name for name, _, _ in TYPES]
    first = ask("get_query_results", page([names, *ROWS[:2]], "page-2"), QueryExecutionId=QUERY, MaxResults=1000)
    second = ask("get_query_results", page(ROWS[2:]), QueryExecutionId=QUERY, MaxResults=1000, NextToken="page-2")
    rows = [
        [cell.get("VarCharValue") for cell in row["Data"]]
        for answered in (first, second) for row in answered["ResultSet"]["Rows"]
    ]
    ask("stop_query_execution", {}, QueryExecutionId=QUERY)
    refusals = {}
    for name, status, body in [
        ("syntax", 400, {"__type": "InvalidRequestException", "AthenaErrorCode": "MALFORMED_QUERY", "Message": "line 1:8: mismatched input"}),
        ("keys", 400, {"__type": "com.amazon.coral.service#UnrecognizedClientException", "message": "The security token included in the request is invalid."}),
        ("denied", 400, {"__type": "AccessDeniedException", "Message": "You are not authorized to perform: athena:StartQueryExecution"}),
    ]:
        try:
            ask("start_query_execution", body, status, QueryString="SELECT", ClientRequestToken=TOKEN)
        except client.exceptions.ClientError as error:
            refusals[name] = {"status": status, "answer": body, "code": error.response["Error"]["Code"]}
    failed = {
        "user": state("FAILED", 0, StateChangeReason="COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved",
                      AthenaError={"ErrorCategory": 2, "ErrorType": 1006, "Retryable": False}),
        "system": state("FAILED", 0, StateChangeReason="GENERIC_INTERNAL_ERROR",
                        AthenaError={"ErrorCategory": 1, "ErrorType": 233, "Retryable": True}),
        "cancelled": state("CANCELLED", 0, StateChangeReason="Query cancelled by user"),
    }
    for body in failed.values():
        ask("get_query_execution", body, QueryExecutionId=QUERY)
    out = {
        "keys": {"accessKeyId": "AKIDEXAMPLE", "secretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                 "sessionToken": "a session/token=="},
        "now": "2026-03-14T15:09:26Z", "sql": SQL, "token": TOKEN, "rows": rows[1:],
        "exchanges": exchanges[:7], "refusals": refusals, "failed": failed,
    }
    path = Path(__file__).with_name("athena.json")
    path.write_text(json.dumps(out, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
