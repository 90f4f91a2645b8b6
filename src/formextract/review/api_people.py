"""The API's calls about accounts: signing in and out, one's own password, and who may do what."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from formextract.review import acts, people
from formextract.review.answers import AccountOfPersonOut, DoneOut, SignInOut
from formextract.review.asked import Strict, site_of
from formextract.store import Role

router = APIRouter(prefix="/api", tags=["账号"])


class SignInIn(Strict):
    """姓名和密码。"""

    name: str = Field(max_length=200)
    password: str = Field(max_length=people.LONGEST)


class PasswordIn(Strict):
    """换自己的密码。"""

    old: str = Field(max_length=people.LONGEST)
    new: str = Field(max_length=people.LONGEST)


class AccountIn(Strict):
    """一个账号；已有同名的，改为这个权限和密码。"""

    name: str = Field(max_length=200)
    role: Role = Field(description="查看 look、审核 review、管理 administer")
    password: str = Field("", max_length=people.LONGEST, description="空着只改权限")
    by: str = Field("", max_length=200)


class ClosedIn(Strict):
    """停用一个账号。"""

    name: str = Field(max_length=200)
    by: str = Field("", max_length=200)


@router.post("/sign-in", summary="登录", response_model=DoneOut)
def sign_in(request: Request, wanted: Annotated[SignInIn, Body()]) -> JSONResponse:
    """通过后浏览器得到一个会话，12 小时有效。"""
    site = site_of(request)
    whence = request.client.host if request.client is not None else ""
    secret = people.sign_in(site.store, wanted.name, wanted.password, whence)
    answer = JSONResponse({"done": True})
    answer.set_cookie(
        site.settings.cookie, secret, httponly=True, samesite="strict", secure=site.settings.encrypted, path="/",
        max_age=int(people.SESSION.total_seconds()),
    )  # fmt: skip
    return answer


@router.post("/sign-out", summary="退出", response_model=DoneOut)
def sign_out(request: Request) -> JSONResponse:
    """会话作废。"""
    site = site_of(request)
    site.store.accounts.end(people.key_of(request.cookies.get(site.settings.cookie, "")))
    answer = JSONResponse({"done": True})
    answer.delete_cookie(site.settings.cookie, path="/")
    return answer


@router.post("/password", summary="换自己的密码", response_model=DoneOut)
def password(request: Request, wanted: Annotated[PasswordIn, Body()]) -> dict[str, bool]:
    """换过以后要重新登录。"""
    account = people.account_now()
    if account is None:
        raise acts.RefusedError("您不是用账号登录的，没有密码可换")
    people.change_password(site_of(request).store, account, wanted.old, wanted.new)
    return {"done": True}


@router.get("/accounts", summary="账号", response_model=list[AccountOfPersonOut])
def accounts(request: Request) -> Any:
    """停用的也列出。"""
    return site_of(request).store.accounts.all()


@router.post("/accounts", summary="设置账号", status_code=201, response_model=DoneOut)
def set_account(request: Request, wanted: Annotated[AccountIn, Body()]) -> dict[str, bool]:
    """有了第一个账号（须为管理员）以后，打开页面都要登录。"""
    site = site_of(request)
    by = site.by(request, wanted.by or wanted.name)
    if wanted.password:
        people.add(site.store, wanted.name, wanted.role, wanted.password, by)
    else:
        people.change_role(site.store, wanted.name, wanted.role, by)
    return {"done": True}


@router.post("/accounts/closed", summary="停用账号", status_code=201, response_model=DoneOut)
def close_account(request: Request, wanted: Annotated[ClosedIn, Body()]) -> dict[str, bool]:
    """姓名仍在各种记录里。最后一个账号停用以后，又用网址里的凭证进入。"""
    site = site_of(request)
    people.close(site.store, wanted.name, site.by(request, wanted.by or wanted.name))
    return {"done": True}


@router.get("/sign-ins", summary="登录记录", response_model=list[SignInOut])
def sign_ins(request: Request) -> list[dict[str, Any]]:
    """最近的在前，没有通过的也在内。"""
    found = site_of(request).store.acts.entries("signed_in", "refused")
    return [
        {"at": a.at, "name": a.by, "passed": a.kind == "signed_in", "from": a.body.get("from", "")}
        for a in reversed(found)
    ]
