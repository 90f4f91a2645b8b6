"""`--rate`: what other currencies are worth, for one command, or for all that a store is loaded with."""

from __future__ import annotations

import os
from collections.abc import Sequence

from formextract.errors import UsageError
from formextract.text.rates import NO_RATES, RATES, RateMistakeError, rates_in


def choose_rates(given: Sequence[str], store: str = "") -> None:
    """Has the command convert by these rates, else by those of the setting; a `store` keeps them for its later loads.

    UsageError for one that is no rate.
    """
    text = "；".join(r.strip() for r in given) if given else os.environ.get(RATES, "")
    if not text:
        return
    rates = "" if text == NO_RATES else text
    try:
        rates_in(rates)
    except RateMistakeError as e:
        how = "应写成 美元=7.12，可写明年份和来源，如 美元@2023=7.0467，全年平均汇率；一种外币一年只写一个"
        raise UsageError(f"--rate 的值“{e}”不对：{how}") from e
    os.environ[RATES] = rates
    if store:
        from formextract.store import open_store

        with open_store(store) as opened:  # which is made where there is none
            if opened.rates.current() != rates:
                opened.rates.keep(rates)
