"""What an import would do, as text and as plain data."""

from __future__ import annotations

from chapbook.library.install_plan import Change, InstallPlan

_WORDS = {
    Change.NEW: "It is new here.",
    Change.UPGRADE: "It replaces version {old}.",
    Change.DOWNGRADE: "It would go back from version {old}.",
    Change.SAME_VERSION: "It replaces another release of version {old}.",
    Change.SAME: "This very release is imported already.",
}


def render_plan(plan: InstallPlan) -> str:
    """Give what would be written, what would be lost and what to know, without a final newline."""
    old = plan.previous.version if plan.previous else ""
    counts = [
        (len(plan.added), "new"),
        (len(plan.replaced), "replaced"),
        (len(plan.removed), "removed"),
        (len(plan.unchanged), "unchanged"),
    ]
    files = ", ".join(f"{count} {word}" for count, word in counts if count)
    lines = [
        f"Plan: imported/{plan.key}. {_WORDS[plan.change].format(old=old)}",
        f"  Files: {files or 'none'}.",
    ]
    lines += [f"  Note: {notice.message}" for notice in plan.notices]
    for conflict in plan.conflicts:
        lines += [
            f"  Stop: {conflict.message}",
            f"        {conflict.hint} To go on: --accept {conflict.code}",
        ]
    return "\n".join(lines)


def plan_data(plan: InstallPlan) -> dict[str, object]:
    """Give the plan as plain values for JSON."""
    return {
        "key": plan.key,
        "change": plan.change.value,
        "standing": plan.standing.origin.value,
        "writes": plan.writes,
        "added": list(plan.added),
        "replaced": list(plan.replaced),
        "removed": list(plan.removed),
        "unchanged": list(plan.unchanged),
        "notices": [{"code": each.code, "message": each.message} for each in plan.notices],
        "conflicts": [{"code": each.code, "message": each.message} for each in plan.conflicts],
    }
