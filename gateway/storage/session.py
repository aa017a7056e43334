"""Statements on one connection, with the vendor's errors turned into the gateway's."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Executable, Table, Update, insert, select, update
from sqlalchemy.engine import CursorResult, RowMapping
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.sql.elements import ColumnElement

from gateway.domain.errors import ConflictError, NotFoundError, ShouguanError, StorageFullError, UnavailableError
from gateway.domain.text import LocalizedText

Value = TypeVar("Value", bound=Struct)

ALREADY_THERE = LocalizedText(
    "已存在相同的记录，本次更改未保存。请刷新后再试。",
    "There is already such a record; this change was not kept. Read it again before you retry.",
)
NOT_THERE = LocalizedText("要更新的记录不存在。", "The record to be changed does not exist.")
DATABASE_DOWN = LocalizedText(
    "数据库暂时不可用，请稍后重试同一请求。",
    "The database is not available now; send the same request again later.",
)
DATABASE_FULL = LocalizedText(
    "数据库所在磁盘已满，请联系管理员清理空间后重试。",
    "The database's disk is full; ask the administrator to make room, then try again.",
)


def translate(error: DBAPIError) -> ShouguanError:
    """Give the gateway's error for the database's."""
    if isinstance(error, IntegrityError):
        return ConflictError(ALREADY_THERE)
    if "disk is full" in str(error.orig) or getattr(error.orig, "sqlstate", "") == "53100":
        return StorageFullError(DATABASE_FULL)
    return UnavailableError(DATABASE_DOWN)


class Session:
    """Runs statements of one transaction. Raises `ConflictError` where a constraint forbids one."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def run(self, statement: Executable) -> CursorResult[Any]:
        """Run `statement`."""
        try:
            result: CursorResult[Any] = self.connection.execute(statement)
        except DBAPIError as error:
            raise translate(error) from error
        return result

    def rows(self, statement: Executable) -> list[RowMapping]:
        """Give all rows of `statement`."""
        return list(self.run(statement).mappings())

    def add(self, table: Table, value: Struct) -> None:
        """Insert `value`, whose fields are the columns of `table`."""
        self.run(insert(table).values(msgspec.structs.asdict(value)))

    def change(self, statement: Update) -> None:
        """Run `statement`. Raises `NotFoundError` where it finds no row."""
        if self.run(statement).rowcount == 0:
            raise NotFoundError(NOT_THERE)

    def save(self, table: Table, value: Struct) -> None:
        """Write all fields of `value` to the row with its id. Raises `NotFoundError` where there is none."""
        fields = msgspec.structs.asdict(value)
        self.change(update(table).where(table.c.id == fields.pop("id")).values(fields))

    def one(self, table: Table, kind: type[Value], key: str, *, lock: bool = False) -> Value | None:
        """Give the value with the id `key`, its row locked if asked and where there are row locks."""
        statement = select(table).where(table.c.id == key)
        found = self.rows(statement.with_for_update() if lock else statement)
        return kind(**found[0]) if found else None

    def many(
        self,
        table: Table,
        kind: type[Value],
        *where: ColumnElement[bool],
        order: tuple[ColumnElement[Any], ...],
        limit: int | None = None,
    ) -> list[Value]:
        """Give the values that meet all of `where`, in the order asked."""
        statement = select(table).where(*where).order_by(*order).limit(limit)
        return [kind(**row) for row in self.rows(statement)]
