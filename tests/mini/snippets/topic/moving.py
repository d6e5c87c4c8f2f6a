# %% [markdown] lang="en"
# # A figure that can be moved

# %% [markdown] lang="ko"
# # 움직일 수 있는 그림

# %% draw
import altair as alt

from further import both, figure

POWER = alt.param(name="power", value=1, bind=alt.binding_range(min=1, max=3, step=1, name=both("power", "차수")))
KINDS = [both("ship", "배"), both("pear", "배나무")]
WHICH = alt.selection_point(
    name="which",
    fields=["kind"],
    bind=alt.binding_select(
        options=[None, *KINDS], labels=[both("both kinds", "둘 다"), *KINDS], name=both("kind", "종류")
    ),
)
PICK = alt.selection_point(name="pick", fields=["kind"], bind="legend")
rows = [{"kind": kind, "x": x, "rate": rate} for kind, rate in zip(KINDS, (1, 2), strict=True) for x in range(5)]
lines = (
    alt.Chart(alt.Data(values=rows))
    .transform_calculate(y="datum.rate * pow(datum.x, power)")
    .mark_line(point=True)
    .encode(
        alt.X("x:Q", title=both("step", "걸음")),
        alt.Y("y:Q", title=both("how far", "거리"), scale=alt.Scale(domain=[0, 130])),
        alt.Color("kind:N", title=None),
        opacity=alt.condition(WHICH & PICK, alt.value(1), alt.value(0.1)),
        tooltip=[
            alt.Tooltip("kind:N", title=both("kind", "종류")),
            alt.Tooltip("x:Q", title=both("step", "걸음")),
            alt.Tooltip("y:Q", title=both("how far", "거리"), format=".1f"),
        ],
    )
    .add_params(POWER, WHICH, PICK)
)
figure(
    "paths",
    lines.properties(height=200),
    alt=both("two rising lines, one steeper", "오르는 선 두 개, 하나가 더 가파르다"),
)
