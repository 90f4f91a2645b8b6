"""What the API says of itself: every answer has a shape, one is let in by a token or a sign-in, lists come in pages."""

import jsonschema


def nothing_said(schema):
    loose = not schema or schema.get("additionalProperties") is True
    return loose and not (schema or {}).get("properties")


def test_every_answer_has_a_shape(client):
    described = client.get("/api/openapi.json").json()
    bare = []
    for path, methods in described["paths"].items():
        for method, call in methods.items():
            for code, answer in call["responses"].items():
                shape = answer.get("content", {}).get("application/json", {}).get("schema")
                if code.startswith("2") and "application/json" in answer.get("content", {}) and nothing_said(shape):
                    bare.append(f"{method} {path}")
    assert bare == []
    assert described["security"] == [{"token": []}, {"session": []}]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_no_shape_is_called_by_a_module(client):
    described = client.get("/api/openapi.json").json()
    assert [name for name in described["components"]["schemas"] if "__" in name] == []


def test_a_record_is_what_its_shape_says(client, ids):
    described = client.get("/api/openapi.json").json()
    record = client.get(f"/api/records/{ids['pdf']}").json()
    jsonschema.validate(record, {"$ref": "#/components/schemas/Record", "components": described["components"]})


def test_lists_come_in_pages_and_narrowed(client):
    every = client.get("/api/submissions")
    assert every.headers["x-total-count"] == "2"
    first = client.get("/api/submissions?limit=1")
    second = client.get("/api/submissions?limit=1&offset=1")
    assert [*first.json(), *second.json()] == every.json()
    assert first.headers["x-total-count"] == "2"
    assert client.get("/api/submissions?program=none").json() == []
    assert len(client.get("/api/submissions?only=errors").json()) == 2
    assert client.get("/api/submissions?only=changed").json() == []
    assert client.get("/api/submissions?only=nonsense").status_code == 422
    queue = client.get("/api/queue").json()
    assert client.get("/api/queue?limit=1&offset=1").json() == queue[1:2]
    assert len(client.get("/api/records?limit=1").text.splitlines()) == 1
    assert client.get("/api/log?by=nobody").json() == []
