"""The words of a ticket that can tell something."""

import re
from typing import Final

from deskplane.kernel.text import fold

SHORTEST: Final = 3
LONGEST: Final = 40
WORD: Final = re.compile(r"[^\W_](?:[\w.\-/]*[^\W_])?")
SAID_OFTEN: Final = """
the and for are was were has have had not but you your our his her its their they them this that these those with
from into onto over under when then than what which who how why where there here can could would should will may
might must does did done been being get got let see also just only very more most much many some any all each every
both few other another same such too out off about after before again since until while because please thanks thank
hello dear regards kind best hi hey yes per via one two three now today yesterday tomorrow morning evening week day
days hour hours minute minutes time times still always never often nothing something anything everything somebody
someone anyone everyone nobody like need needs needed want wants use used using make made work works working
problem issue error help user users ticket team new
der die das den dem des ein eine einer eines einem einen und oder aber nicht ist sind war waren wird werden wurde
wurden hat haben hatte kann kannst koennen konnte muss soll sollte mit von vom zum zur bei aus nach vor fur uber
unter auf auch nur noch schon seit bis wenn dann als wie was wer wo warum hier dort ich sie wir ihr mein meine
unser unsere uns mich mir ihm ihn ihnen sich dass weil damit durch ohne gegen bitte danke hallo liebe gruss grusse
viele mehr sehr immer nie wieder heute gestern morgen jetzt alle alles etwas nichts kein keine keinen einmal mal
januar februar marz april mai juni juli august september oktober november dezember january february march may june
july october december monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag
freitag samstag sonntag
problem fehler hilfe benutzer ticket neu
"""
COMMON: Final = frozenset(SAID_OFTEN.split())


def words_of(text: str) -> frozenset[str]:
    """Return the different words, folded; common ones, bare numbers and dates say nothing and are left out."""
    found = {match[0].strip(".-/") for match in WORD.finditer(fold(text))}
    return frozenset(
        word
        for word in found
        if SHORTEST <= len(word) <= LONGEST
        and word not in COMMON
        and any(letter.isalpha() for letter in word)
    )
