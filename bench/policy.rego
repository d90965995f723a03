# What the peer decides: the thresholds of 3A090.a and .b and one destination set, for one case. A part of what
# `ambit check` decides, without days, unknowns, exceptions, reasons or sources.
package advanced_chips

import rego.v1

d5 := {
	"AF", "BY", "CD", "CF", "CN", "CU", "ER", "HK", "HT", "IQ", "IR", "KP", "LB", "LY", "MM", "MO", "NI", "RU", "SD", "SO",
	"SS", "SY", "VE", "ZW",
}

density := input.item.tpp / input.item.die_area_mm2 if input.item.nonplanar

paragraphs contains "3A090.a" if input.item.tpp >= 4800

paragraphs contains "3A090.a" if {
	input.item.tpp >= 1600
	density >= 5.92
}

paragraphs contains "3A090.b" if {
	input.item.tpp >= 2400
	input.item.tpp < 4800
	density >= 1.6
	density < 5.92
}

paragraphs contains "3A090.b" if {
	input.item.tpp >= 1600
	density >= 3.2
	density < 5.92
}

left_out if {
	not input.item.marketed_for_datacenter
	input.item.tpp < 4800
}

reaches if input.to in d5

reaches if input.end_user.headquarters in d5

default outcome := "no-license-required"

outcome := "license-required" if {
	count(paragraphs) > 0
	not left_out
	reaches
}
