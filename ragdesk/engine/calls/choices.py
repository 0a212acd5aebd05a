"""Calls about what can be chosen: settings and chat models."""

from __future__ import annotations

from pathlib import Path

from ragdesk.engine.answer.chat_model_list import chat_model_list, checked_header
from ragdesk.engine.calls.view import EngineView
from ragdesk.protocol.errors import BadRequest, ModelError
from ragdesk.protocol.events import SettingsChanged
from ragdesk.protocol.setting_records import ChatModelRecord, SettingRecord
from ragdesk.setting_values import as_text, checked, known_setting
from ragdesk.settings_file import default_of
from ragdesk.stored_settings import STORED, StoredSetting


class ChoiceCalls(EngineView):
    """See EngineApi."""

    def list_settings(self) -> list[SettingRecord]:
        """See EngineApi."""
        return [self._record(setting) for setting in STORED.values()]

    def set_setting(self, name: str, value: str | None) -> SettingRecord:
        """See EngineApi."""
        setting = known_setting(name)
        if value and setting.name == "chat_model":
            try:
                checked_header(Path(str(checked(name, value))))
            except ModelError as problem:
                raise BadRequest(problem.message, problem.hint, problem.detail) from problem
        self.parts.chosen.choose(name, value)
        self.parts.events.tell(SettingsChanged())
        return self._record(setting)

    def list_chat_models(self) -> list[ChatModelRecord]:
        """See EngineApi."""
        return chat_model_list(self.parts.settings, self.parts.chat_models.running)

    def _record(self, setting: StoredSetting) -> SettingRecord:
        return SettingRecord(
            name=setting.name,
            group=setting.group,
            title=setting.title,
            explanation=setting.explanation,
            kind=setting.kind,
            value=as_text(getattr(self.parts.settings, setting.name)),
            default=as_text(default_of(setting.name)),
            least=setting.least,
            most=setting.most,
            choices=setting.choices,
            unit=setting.unit,
            applies=setting.applies,
        )
