"""TOML read, the rules with their types checked, so that a fault names the file, the table and the key."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a TOML file. `name` is the dotted way to it, empty for the file as a whole.

    Every method raises `ConfigError` where a key is missing or holds something else than asked for.
    """

    path: Path
    name: str
    values: Mapping[str, object]

    def words(self, key: str, optional: bool = False) -> tuple[str, ...]:
        """A list of texts; where `optional`, an absent key is an empty list."""
        if optional and key not in self.values:
            return ()
        return _words(self, key)

    def text(self, key: str) -> str:
        """One text."""
        value = self._value(key)
        if not isinstance(value, str):
            raise self._fault(key, "a text in quotation marks")
        return value

    def count(self, key: str) -> int:
        """One whole number."""
        value = self._value(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._fault(key, "a whole number")
        return value

    def counts(self) -> dict[str, int]:
        """Every key with its whole number."""
        return {key: self.count(key) for key in self.values}

    def flag(self, key: str) -> bool:
        """Yes or no; an absent key is no."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self._fault(key, "true or false")
        return value

    def table(self, key: str) -> Table:
        """A table inside this one."""
        value = self._value(key)
        if not isinstance(value, dict):
            raise self._fault(key, f"a table [{self._way(key)}]")
        return Table(self.path, self._way(key), value)

    def texts(self) -> dict[str, str]:
        """Every key with its text."""
        return {key: self.text(key) for key in self.values}

    def lists(self) -> dict[str, tuple[str, ...]]:
        """Every key with its list of texts."""
        return {key: self.words(key) for key in self.values}

    def tables(self) -> dict[str, Table]:
        """Every key with its table."""
        return {key: self.table(key) for key in self.values}

    def refuse_others(self, known: Collection[str]) -> None:
        """Raise `ConfigError` for a key that is not one of the known: it would do nothing."""
        for key in self.values:
            if key not in known:
                raise ConfigError(
                    f"The key {self._way(key)} in {self.path} is unknown; take one of {', '.join(known)}."
                )

    def _value(self, key: str) -> object:
        if key not in self.values:
            raise ConfigError(f"The key {self._way(key)} is missing in {self.path}; restore it.")
        return self.values[key]

    def _way(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def _fault(self, key: str, wanted: str) -> ConfigError:
        return ConfigError(f"The key {self._way(key)} in {self.path} has a wrong type; write {wanted}.")


def _words(table: Table, key: str) -> tuple[str, ...]:
    value = table._value(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise table._fault(key, "a list of texts")
    for word, times in Counter(value).items():
        if times > 1:
            raise ConfigError(
                f"The key {table._way(key)} in {table.path} has {word!r} {times} times; keep one of them."
            )
    return tuple(value)


def read_toml(path: Path) -> Table:
    """The file `path` as one table; raises `ConfigError` where it cannot be read or is no TOML."""
    try:
        return Table(path, "", tomllib.loads(read_rules(path)))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The rule file {path} is no valid TOML ({error}); mend that line.") from error


def read_rules(path: Path) -> str:
    """The text of a rule file; raises `ConfigError` where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.reason if isinstance(error, UnicodeDecodeError) else error.strerror or str(error)
        raise ConfigError(
            f"The rule file {path} cannot be read ({reason.lower()}); restore it from the distribution."
        ) from error


def read_settings(path: Path) -> dict[str, Any]:
    """What a file that a person keeps holds; ConfigError where it cannot be read or is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ConfigError(f"{path} cannot be read ({reason}); check the file and its permissions.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} cannot be read ({error.reason}); save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).removesuffix(")").partition(" (at ")
        raise ConfigError(f"{path} is no valid TOML at {place} ({reason.lower()}); mend it there.") from error
