"""What a drawing may hold, as data: elements, attributes, properties and functions of SVG 1.1 and 2 that only draw."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ANIMATIONS = _words("animate animateMotion animateTransform set")
ELEMENTS = ANIMATIONS | _words(
    "svg g defs symbol use switch view a title desc style path rect circle ellipse line polyline polygon text tspan"
    " textPath image marker linearGradient radialGradient stop pattern clipPath mask mpath filter feBlend"
    " feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap"
    " feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode"
    " feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
)
DULL = _words(
    "metadata font font-face glyph missing-glyph hkern vkern cursor discard hatch hatchpath solidcolor"
)
"""Elements that are left out, and that nobody misses."""

PROPERTIES = _words(
    "alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters"
    " color-rendering cursor direction display dominant-baseline fill fill-opacity fill-rule filter flood-color"
    " flood-opacity font font-family font-feature-settings font-size font-size-adjust font-stretch font-style"
    " font-variant font-weight image-rendering isolation kerning letter-spacing lighting-color line-height marker"
    " marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events"
    " shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap"
    " stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration"
    " text-rendering text-transform transform transform-box transform-origin unicode-bidi vector-effect visibility"
    " white-space word-spacing writing-mode x y cx cy r rx ry d width height"
)
_GEOMETRY = _words(
    "amplitude azimuth baseFrequency bias clipPathUnits diffuseConstant divisor dx dy edgeMode elevation exponent"
    " filterRes filterUnits fr fx fy gradientTransform gradientUnits in in2 intercept k1 k2 k3 k4 kernelMatrix"
    " kernelUnitLength lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits"
    " method mode numOctaves offset operator order orient pathLength patternContentUnits patternTransform patternUnits"
    " points pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits radius refX refY result"
    " rotate scale seed side slope spacing specularConstant specularExponent spreadMethod startOffset stdDeviation"
    " stitchTiles surfaceScale tableValues targetX targetY textLength type values viewBox x1 x2 xChannelSelector y1 y2"
    " yChannelSelector z zoomAndPan"
)
_TIMING = _words(
    "attributeName attributeType begin dur end min max restart repeatCount repeatDur calcMode keyTimes keySplines"
    " keyPoints from to by additive accumulate path"
)
PLAIN = _words("id class lang role systemLanguage requiredExtensions version baseProfile media title")
"""Attributes that are words, never read as styles or addresses; `aria-…` too."""
ATTRIBUTES = PROPERTIES | _GEOMETRY | _TIMING | PLAIN
ANIMATED = PROPERTIES | (_GEOMETRY - {"in", "in2", "result", "type", "values"})
"""What may move: never an address, a class, or a handler."""

FUNCTIONS = _words(
    "rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix translate translatex translatey rotate scale scalex"
    " scaley skew skewx skewy matrix calc min max clamp cubic-bezier steps blur brightness contrast drop-shadow"
    " grayscale hue-rotate invert opacity saturate sepia circle ellipse inset polygon path not is where nth-child"
    " nth-of-type nth-last-child only-child"
) | {""}
"""Of styles, in lower case; an empty name is a bracket alone."""
AT_RULES = _words("media keyframes supports")
