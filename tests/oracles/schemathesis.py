"""What Schemathesis does not know by itself: lines of JSON, sent and read."""

import io
import json
import zipfile

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(_context, value):
    values = (value if isinstance(value, list) else [value]) or [None]
    return "\n".join(each if isinstance(each, str) else json.dumps(each) for each in values).encode()


@schemathesis.deserializer("application/x-ndjson")
def read(_context, response):
    # The schema is that of a line: all are read, and the first is held against it.
    return [json.loads(line) for line in response.content.splitlines()][0]


@schemathesis.deserializer("application/zip")
def archive(_context, response):
    # The schema knows of text alone: that these bytes are a whole archive is asked here.
    with zipfile.ZipFile(io.BytesIO(response.content)) as files:
        assert files.testzip() is None
        return "\n".join(files.namelist())
