"""The style sheet, with the names of ``theme.Colours`` where colours go."""

from __future__ import annotations

from string import Template

STYLESHEET = Template("""
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px; }
QMenu { background: $surface; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $raised; color: $text; }
QMenu::item:disabled { color: $quiet; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 5px; }
QToolButton:hover { background: $raised; }
QToolButton:pressed { background: $line; }
QToolButton:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; }
QPushButton { background: $surface; border: 1px solid $line; border-radius: 6px;
    padding: 6px 14px; }
QPushButton:hover { background: $raised; }
QPushButton:focus { border-color: $accent; }
QPushButton[primary="true"] { background: $accent; color: $on_accent;
    border: 1px solid $accent; padding: 9px 20px; }
QPushButton[primary="true"]:focus { border-color: $text; }
QPushButton[primary="true"]:disabled { background: $raised; color: $quiet;
    border-color: $raised; }
QPushButton[link="true"] { background: transparent; color: $accent;
    border: 1px solid transparent; padding: 2px 4px; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus { border-color: $accent; }
QLabel[quiet="true"] { color: $quiet; }
QLabel[warning="true"] { color: $warning; }
QLabel[accent="true"] { color: $accent; }
QLineEdit { background: $window; border: 1px solid $line; border-radius: 6px; padding: 6px 8px; }
QLineEdit:focus { border-color: $accent; }
QCheckBox { border: 1px solid transparent; border-radius: 6px; padding: 2px; spacing: 0; }
QCheckBox:focus { border-color: $accent; }
QCheckBox::indicator { width: 0; height: 0; border: none; background: transparent; image: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
#card { background: $surface; border: 1px solid $line; border-radius: 8px; }
#card QPushButton:disabled { color: $quiet; background: $window; }
#sidePanel { background: $panel; border-right: 1px solid $line; }
#sidePanel QListView { background: transparent; border: none; outline: none; }
#searchField { background: $surface; border: 1px solid $line; border-radius: 8px; }
#searchField[focused="true"] { border-color: $accent; }
#searchField QLineEdit { background: transparent; border: none; }
#chip { background: $raised; border: 1px solid $raised; border-radius: 6px; padding: 0; }
#chip[struck="true"] { background: transparent; border: 1px dashed $line; }
#chip QLabel[struck="true"] { text-decoration: line-through; }
#chip:hover { border-color: $line; }
#chip:focus { border: 1px solid $accent; }
#chip QToolButton { padding: 2px; border-radius: 4px; }
#chip QToolButton:hover { background: $line; }
#searchField QToolButton:checked { background: $raised; }
#recentSearches { background: $surface; color: $text; border: 1px solid $line;
    border-radius: 6px; outline: none; }
#recentSearches::item { padding: 6px 12px; }
#recentSearches::item:selected { background: $raised; color: $text; }
#filterPanel { background: $surface; border: 1px solid $line; border-radius: 8px; }
#filterPanel QCheckBox { spacing: 6px; }
QPushButton[pill="true"] { background: $window; border: 1px solid $line; border-radius: 10px;
    padding: 3px 10px; }
QPushButton[pill="true"]:hover { background: $raised; }
QPushButton[pill="true"]:disabled { color: $quiet; }
QPushButton[pill="true"]:checked { background: $raised; border-color: $accent; }
QPushButton[pill="true"]:focus { border-color: $accent; }
#sidePanel QToolButton[sectionTitle="true"] { color: $quiet; padding: 4px 6px; }
QPlainTextEdit { background: $window; border: 1px solid $line; border-radius: 6px;
    padding: 4px; }
QPlainTextEdit:focus { border-color: $accent; }
#palette { background: $surface; border: 1px solid $line; border-radius: 8px; }
#palette QListView { background: transparent; border: none; outline: none; }
#palette QListView::item { padding: 4px 8px; border-radius: 4px; }
#palette QListView::item:selected { background: $raised; color: $text; }
#infoPanel { background: $panel; border-left: 1px solid $line; }
QComboBox { background: $window; border: 1px solid $line; border-radius: 6px;
    padding: 4px 8px; }
QComboBox:hover { background: $raised; }
QComboBox:focus { border-color: $accent; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; outline: none;
    selection-background-color: $raised; selection-color: $text; }
#tagChip { background: $raised; border: 1px dashed $line; border-radius: 6px; padding: 3px 8px; }
#tagChip[sure="true"] { border-style: solid; border-color: $raised; }
#tagChip:focus { border-color: $accent; }
#dropRow { border: 1px dashed $line; border-radius: 6px; }
#pictureButton { padding: 0; border: 1px solid transparent; background: transparent; }
#pictureButton:focus { border-color: $accent; }
#dropRow QPushButton { padding: 0; }
#notice { background: $raised; border-radius: 6px; }
#statusLine { border-top: 1px solid $line; }
#photoGrid { background: transparent; border: none; outline: none;
    activate-on-singleclick: 0; }
QTreeView { background: $surface; border: 1px solid $line; border-radius: 6px;
    outline: none; }
QTreeView::item { padding: 6px; }
QTreeView::item:selected { background: $raised; color: $text; }
QHeaderView::section { background: $surface; color: $quiet; border: none;
    border-bottom: 1px solid $line; padding: 6px; }
QProgressBar { background: $raised; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSlider { min-height: 20px; }
QSlider::groove:horizontal { background: transparent; height: 20px; }
QSlider::add-page:horizontal, QSlider::sub-page:horizontal { background: $line;
    margin: 9px 0; border-radius: 1px; }
QSlider::handle:horizontal { background: $quiet; width: 12px; height: 12px;
    margin: 4px 0; border-radius: 6px; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: $accent; }
QSplitter::handle { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 2px; min-height: 32px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")
