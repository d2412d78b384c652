"""Words that surround letters without being part of them: gateway banners, disclaimers, "do not reply" lines.

Data from `rules/boilerplate.toml`. Where each phrase is found and how far it reaches is the engine's business.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FooterWords:
    """What legal footers say, in small letters, by kind of saying: the mail went astray, whom it was meant for, that it
    is secret, what is forbidden, what to do then, who runs the company."""

    astray: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    company: tuple[str, ...] = ()


@dataclass(frozen=True)
class BoilerplateRules:
    """Phrases, any case; blanks match any run of blanks and line ends, ` ... ` up to 60 characters of a line or two.

    `banners` take their paragraph when they stand near the top or the end, `paragraphs` what follows to the end of the
    paragraph, `sentences` only the sentence they stand in. `footer`: words by which a footer of any wording is known.
    """

    banners: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    footer: FooterWords = FooterWords()
