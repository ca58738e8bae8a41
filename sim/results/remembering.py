"""What a reader remembers of a result: what the policy does, how sure that is, what holds it back, what it
costs."""

from __future__ import annotations

from sim.inputs.policies import in_language
from sim.results import keyed
from sim.results.findings import public_money
from sim.results.key_figures import KeyFigure, key_figures
from sim.results.store import Stored
from sim.results.trust import trust_sentences
from sim.results.wording import (
    binding_sentence,
    difference_parts,
    effort_sentence,
    level,
    without_number,
)

LEVELS = {"start": "start", "end": "end", "low": "q25", "high": "q75"}


def remember(stored: Stored) -> list[str]:
    """Some five sentences, of which the first ones stand in the first screen; none where the share was not
    recorded."""
    share = next((one for one in key_figures(stored) if one.name == "share"), None)
    if share is None:
        return []
    labels, changed = stored.labels, share.difference
    shown = {name: level(share, part, labels) for name, part in LEVELS.items()}
    levels = {"first": share.first, "last": share.last, **shown}
    if changed is None:
        said = [labels("remember.base", **levels), binding_sentence(stored, group="remember")]
    else:
        said = [_effect(stored, share), effort_sentence(stored), binding_sentence(stored, group="remember")]
        said += [_cost(stored), labels("remember.level", **levels)]
    return [one for one in (*said, *trust_sentences(stored.info.members, labels)) if one]


def title_of(stored: Stored) -> str:
    """The title of the scenario, in the language of the reader where its file gives that."""
    info, lang = stored.info, stored.labels.lang
    text, said = in_language(info.titles, lang)
    if not text:
        return info.title or info.scenario
    return keyed.spoken(text, said) if stored.keyed and said != lang else text


def _effect(stored: Stored, share: KeyFigure) -> str:
    labels, changed = stored.labels, share.difference
    assert changed is not None
    title = title_of(stored)
    without = without_number("share", changed, labels)
    if without:
        return labels(f"remember.{changed.sureness}", title=title, year=share.last, words=without)
    parts = difference_parts("share", changed, labels)
    said = labels(f"remember.{changed.sureness}", title=title, year=share.last, **parts)
    return f"{said} {labels('remember.few', **parts)}" if changed.carried_by_few else said


def _cost(stored: Stored) -> str:
    money, labels = public_money(stored), stored.labels
    if money is None or not stored.has_base or not money.present.found:
        return ""
    key = "paid" if money.present.mean > 0 else "saves"
    amount = labels.number(abs(money.present.mean), key="money/present/mean")
    return labels(f"remember.{key}", present=amount)
