/* JSON Schema (2020-12) of the determination, kept beside json.c; a test holds every
 * determination against it, and every key that is written must stand here. */
#include "determine/determine.h"

/* Double quotes are written as single ones here and turned on the way out; no text below has an apostrophe. */
static const char *const lines[] = {
	"{",
	"'$schema': 'https://json-schema.org/draft/2020-12/schema',",
	"'$id': 'ambit/determination/1',",
	"'title': 'A determination of Ambit',",
	"'description': 'The whole answer to one case. Pages are views of this object. Every text is an id, its args and a "
	"sentence; hashes cover id and args.',",
	"'type': 'object',",
	"'required': ['schema', 'lang', 'as_of', 'known', 'case', 'reading', 'interpretations', 'outcome', 'exit_code', "
	"'summary', 'assuming', 'range',",
	" 'classification', 'family', 'by_jurisdiction', 'conflicts', 'questions', 'changes', 'flips', 'flips_sought', "
	"'next_steps', 'explanation', "
	"'status_notes', 'versions'],",
	"'properties': {",
	" 'schema': {'const': 'ambit/determination/1'},",
	" 'lang': {'enum': ['en'], 'description': 'language of the sentences'},",
	" 'as_of': {'$ref': '#/$defs/day', 'description': 'day of the activity'},",
	" 'known': {'$ref': '#/$defs/day', 'description': 'law and lists published by this day were used'},",
	" 'case': {'$ref': '#/$defs/case'},",
	" 'reading': {'enum': ['enforced', 'text']},",
	" 'interpretations': {'type': 'array', 'items': {'$ref': '#/$defs/interpretation'}},",
	" 'outcome': {'$ref': '#/$defs/outcome'},",
	" 'exit_code': {'enum': [0, 1, 3]},",
	" 'summary': {'$ref': '#/$defs/text'},",
	" 'assuming': {'type': 'array', 'items': {'type': 'object', 'required': ['sets', 'outcome'], 'properties': {",
	"   'sets': {'type': 'array', 'items': {'enum': ['ordinary', 'local', 'unlisted-owners']}}, 'outcome': {'$ref': "
	"'#/$defs/outcome'}}}},",
	" 'range': {'$ref': '#/$defs/range', 'description': 'over all completions of the unknown facts'},",
	" 'classification': {'$ref': '#/$defs/classification'},",
	" 'family': {'anyOf': [{'type': 'null'}, {'$ref': '#/$defs/family'}]},",
	" 'by_jurisdiction': {'type': 'array', 'items': {'$ref': '#/$defs/jurisdiction'}},",
	" 'conflicts': {'type': 'array', 'items': {'type': 'object', 'required': ['between', 'text', "
	"'state', 'cite'], 'properties': {'between': {'type': 'array', 'items': {'type': 'string'}}, 'text': {'$ref': "
	"'#/$defs/text'}, 'state': {'enum': ['stands', 'may-stand']}, 'cite': {'type': ['string', 'null']}}}},",
	" 'questions': {'type': 'array', 'description': 'best first', 'items': {'type': 'object', 'required': ['fact', "
	"'text', 'could_change', 'paper'], 'properties': {",
	"   'fact': {'type': 'string'}, 'text': {'$ref': '#/$defs/text'}, 'paper': {'type': 'boolean', 'description': "
	"'asks for the act or paper of another'},",
	"   'could_change': {'type': 'object', 'required': ['from', 'to'], 'properties': {'from': {'$ref': "
	"'#/$defs/outcome'}, 'to': {'$ref': '#/$defs/outcome'}}}}}},",
	" 'changes': {'type': 'array', 'description': 'days on which the answer to this case changes', 'items': {'type': "
	"'object', 'required': ['day', 'before', 'after', 'provision', 'what'], 'properties': {",
	"   'day': {'$ref': '#/$defs/day'}, 'before': {'$ref': '#/$defs/outcome'}, 'after': {'$ref': '#/$defs/outcome'}, "
	"'provision': {'type': ['string', 'null']}, 'what': {'$ref': '#/$defs/text'}}}},",
	" 'flips': {'description': 'smallest sets of facts that would change the outcome; null where nobody asked', "
	"'anyOf': "
	"[{'type': 'null'}, {'type': 'array', 'items': {'type': 'object', 'required': ['direction', 'outcome', 'changes', "
	"'minimal', 'papers'], 'properties': {",
	"   'direction': {'enum': ['permitted', 'barred']}, 'outcome': {'$ref': '#/$defs/outcome'}, 'minimal': {'type': "
	"'boolean'}, 'papers': {'type': 'boolean', 'description': 'rests on acts or papers of others'},",
	"   'changes': {'type': 'array', 'items': {'type': 'object', 'required': ['fact', 'from', 'to', 'example', "
	"'text'], "
	"'properties': {'fact': {'type': 'string'}, 'from': {'type': 'string'}, 'to': {'type': 'string'},",
	"     'example': {'type': 'string', 'description': 'one value, as a case takes it'}, 'text': {'$ref': "
	"'#/$defs/text'}}}}}}}]},",
	" 'flips_sought': {'anyOf': [{'type': 'null'}, {'type': 'object', 'required': ['facts', 'tried', "
	"'all_up_to_permitted', 'all_up_to_barred'], 'properties': {",
	"   'facts': {'type': 'number', 'description': 'facts that bear on the outcome'}, 'tried': {'type': 'number'},",
	"   'all_up_to_permitted': {'type': 'number', 'description': 'every set of so many facts was tried or ruled "
	"out'}, "
	"'all_up_to_barred': {'type': 'number'}}}]},",
	" 'next_steps': {'type': 'array', 'items': {'$ref': '#/$defs/text'}},",
	" 'explanation': {'anyOf': [{'type': 'null'}, {'$ref': '#/$defs/reason'}]},",
	" 'status_notes': {'type': 'array', 'items': {'$ref': '#/$defs/text'}},",
	" 'versions': {'type': 'object', 'required': ['engine', 'law', 'data', 'lists', 'law_through', 'lists_through'], "
	"'properties': {",
	"   'engine': {'type': 'string'}, 'law': {'type': 'string'}, 'data': {'type': 'string'}, 'lists': {'type': "
	"'string'},",
	"   'law_through': {'anyOf': [{'type': 'null'}, {'$ref': '#/$defs/day'}]}, 'lists_through': {'anyOf': [{'type': "
	"'null'}, {'$ref': '#/$defs/day'}]}}}",
	"},",
	"'$defs': {",
	" 'day': {'type': 'string', 'format': 'date', 'pattern': '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'},",
	" 'outcome': {'enum': ['not-subject', 'no-license-required', 'authorized', 'exception-available', "
	"'license-required', 'presumed-prohibited', 'prohibited', 'not-determined']},",
	" 'tri': {'enum': ['yes', 'no', 'unknown']},",
	" 'text': {'type': 'object', 'required': ['id', 'args', 'text'], 'properties': {'id': {'type': 'string'}, 'args': "
	"{'type': 'array', 'items': {'type': 'string'}}, 'text': {'type': 'string'}}},",
	" 'range': {'type': 'object', 'required': ['best', 'worst'], 'properties': {'best': {'$ref': '#/$defs/outcome'}, "
	"'worst': {'$ref': '#/$defs/outcome'}}},",
	" 'from': {'enum': ['stated', 'catalog', 'screened', 'presumed', 'assumed', 'default', 'computed', 'unstated']},",
	" 'bounds': {'type': 'object', 'required': ['least', 'most'], 'properties': {'least': {'type': 'number'}, 'most': "
	"{'type': ['number', 'null']}}},",
	" 'figure': {'anyOf': [{'type': ['number', 'null']}, {'$ref': '#/$defs/bounds'}]},",
	" 'fact': {'type': 'object', 'required': ['value', 'from', 'source'], 'properties': {",
	"   'value': {'anyOf': [{'type': ['string', 'number', 'boolean', 'null']}, {'type': 'array', 'items': {'type': "
	"'string'}}, {'$ref': '#/$defs/bounds'}]},",
	"   'from': {'$ref': '#/$defs/from'}, 'source': {'type': ['string', 'null']}}},",
	" 'facts': {'anyOf': [{'$ref': '#/$defs/fact'}, {'type': 'object', 'additionalProperties': {'$ref': "
	"'#/$defs/facts'}}]},",
	" 'party': {'type': 'object', 'properties': {'owners': {'type': 'array', 'items': {'$ref': '#/$defs/party'}}}, "
	"'additionalProperties': {'$ref': '#/$defs/facts'}},",
	" 'item': {'type': 'object', 'properties': {",
	"   'tops': {'type': 'object', 'additionalProperties': {'anyOf': [{'type': 'null'}, {'$ref': '#/$defs/fact'}]}},",
	"   'units': {'type': 'array'}, 'us_content': {'type': 'array'},",
	"   'designer': {'$ref': '#/$defs/party'}, 'fabricator': {'$ref': '#/$defs/party'}, 'packager': {'$ref': "
	"'#/$defs/party'},",
	"   'contains': {'type': 'array', 'items': {'type': 'object', 'required': ['count', 'item'], 'properties': "
	"{'count': {'$ref': '#/$defs/figure'}, 'item': {'$ref': '#/$defs/item'}}}}},",
	"   'additionalProperties': {'$ref': '#/$defs/facts'}},",
	" 'case': {'type': 'object', 'description': 'as completed: only what is known, nested as a case is', 'required': "
	"['id', 'assume', 'item', 'parties'], 'properties': {",
	"   'id': {'type': ['string', 'null']}, 'assume': {'type': 'array', 'items': {'type': 'string'}}, 'item': {'$ref': "
	"'#/$defs/item'},",
	"   'parties': {'anyOf': [{'type': 'null'}, {'type': 'array', 'items': {'$ref': '#/$defs/party'}}]}},",
	"   'additionalProperties': {'$ref': '#/$defs/facts'}},",
	" 'interpretation': {'type': 'object', 'required': ['id', 'question', 'taken', 'settled', 'choices', 'answers'], "
	"'properties': {",
	"   'id': {'type': 'string'}, 'question': {'$ref': '#/$defs/text'}, 'taken': {'type': ['string', 'null']}, "
	"'settled': {'type': ['string', 'null']},",
	"   'choices': {'type': 'array', 'items': {'$ref': '#/$defs/text'}},",
	"   'answers': {'type': 'array', 'description': 'the outcome under each choice; empty where it is settled or "
	"nothing "
	"hangs on it', 'items': {'type': 'object', 'required': ['choice', 'outcome'], 'properties': {'choice': {'type': "
	"'string'}, 'outcome': {'$ref': '#/$defs/outcome'}}}}}},",
	" 'classification': {'type': 'object', 'required': ['eccn', 'paragraph', 'tpp', 'performance_density', "
	"'contradicted', 'classes', 'basis', 'holds_for', 'by_figure'], 'properties': {",
	"   'eccn': {'type': ['string', 'null']}, 'paragraph': {'type': ['string', 'null']}, 'tpp': {'$ref': "
	"'#/$defs/figure'}, 'performance_density': {'$ref': '#/$defs/figure'},",
	"   'contradicted': {'type': 'boolean', 'description': 'the stated ECCN and the figures disagree; the stricter "
	"counts'},",
	"   'classes': {'type': 'array', 'items': {'type': 'object', 'required': ['class', 'state', 'cite'], 'properties': "
	"{'class': {'type': 'string'}, 'state': {'$ref': '#/$defs/tri'}, 'cite': {'type': ['string', 'null']}}}},",
	"   'basis': {'type': 'array', 'items': {'type': 'object', 'required': ['fact', 'value', 'unit', 'from', 'source', "
	"'steps', 'because'], 'properties': {",
	"     'fact': {'type': 'string'}, 'value': {'$ref': '#/$defs/figure'}, 'unit': {'type': ['string', 'null']}, "
	"'from': {'$ref': '#/$defs/from'}, 'source': {'type': ['string', 'null']},",
	"     'steps': {'type': ['string', 'null']}, 'because': {'$ref': '#/$defs/text'}, 'worksheet': {'type': 'array', "
	"'description': 'of a sum: its parts, and whether the text counts each', 'items': {'type': 'object', 'required': "
	"['part', 'least', 'most', 'counts'], 'properties': {'part': {'type': 'string'}, 'least': {'type': 'number'}, "
	"'most': {'type': ['number', 'null']}, 'counts': {'$ref': '#/$defs/tri'}}}}}}},",
	"   'holds_for': {'type': 'array', 'items': {'type': 'string'}},",
	"   'by_figure': {'type': 'array', 'description': 'where class or outcome change with a figure that is not known', "
	"'items': {'type': 'object', 'required': ['fact', 'unit', 'text', 'spans'], 'properties': {",
	"     'fact': {'type': 'string'}, 'unit': {'type': ['string', 'null']}, 'text': {'$ref': '#/$defs/text'},",
	"     'spans': {'type': 'array', 'items': {'type': 'object', 'required': ['least', 'most', 'class', 'perhaps', "
	"'outcome'], 'properties': {'least': {'type': 'number'}, 'most': {'type': ['number', 'null']},",
	"       'class': {'type': ['string', 'null']}, 'perhaps': {'type': ['string', 'null'], 'description': 'a stricter "
	"class "
	"that hangs on more'}, "
	"'outcome': {'$ref': '#/$defs/outcome'}}}}}}}}},",

	" 'family': {'type': 'object', 'required': ['id', 'name', 'members'], 'properties': {'id': {'type': 'string'}, "
	"'name': {'type': ['string', 'null']}, 'members': {'type': 'array', 'items': {",
	"   'type': 'object', 'required': ['chip', 'name', 'outcome'], 'properties': {'chip': {'type': 'string'}, 'name': "
	"{'type': ['string', 'null']}, 'outcome': {'$ref': '#/$defs/outcome'}}}}}},",
	" 'condition': {'type': 'object', 'required': ['text', 'kind', 'state', 'cite'], 'properties': {'text': {'$ref': "
	"'#/$defs/text'}, 'kind': {'enum': ['circumstance', 'own-act', 'paper']},",
	"   'state': {'enum': ['true', 'false', 'unknown', 'done', 'failed', 'open']}, 'cite': {'type': ['string', "
	"'null']}}},",
	" 'provision': {'type': 'object', 'required': ['id', 'text', 'state', 'level', 'range', 'limb', 'reason', 'cite', "
	"'since', 'house', 'under'], 'properties': {",
	"   'id': {'type': 'string'}, 'text': {'$ref': '#/$defs/text'}, 'state': {'enum': ['stands', 'may-stand']}, "
	"'level': {'$ref': '#/$defs/outcome'}, 'range': {'$ref': '#/$defs/range'},",
	"   'limb': {'type': ['string', 'null']}, 'reason': {'type': ['string', 'null']}, 'cite': {'type': ['string', "
	"'null']}, 'since': {'anyOf': [{'type': 'null'}, {'$ref': '#/$defs/day'}]}, 'house': {'type': 'boolean'}, 'under': "
	"{'type': 'array', 'description': 'general prohibitions that going ahead would break', 'items': {'type': 'object', "
	"'required': ['id', 'text', 'state', 'cite'], 'properties': {'id': {'type': 'string'}, 'text': {'$ref': "
	"'#/$defs/text'}, 'state': {'$ref': '#/$defs/tri'}, 'cite': {'type': ['string', 'null']}}}}}},",
	" 'exception': {'type': 'object', 'required': ['id', 'text', 'state', 'discretion', 'struck_by', 'lifts', "
	"'conditions', 'cite'], 'properties': {",
	"   'id': {'type': 'string'}, 'text': {'$ref': '#/$defs/text'}, 'state': {'enum': ['available', 'open', "
	"'unavailable', 'unknown']}, 'discretion': {'type': 'boolean'},",
	"   'struck_by': {'type': ['string', 'null']}, 'lifts': {'type': 'array', 'items': {'type': 'string'}}, "
	"'conditions': {'type': 'array', 'items': {'$ref': '#/$defs/condition'}}, 'cite': {'type': ['string', 'null']}}},",
	" 'review': {'type': 'object', 'required': ['id', 'provision', 'text', 'conditions', 'cite'], 'properties': {",
	"   'id': {'type': ['string', 'null']}, 'provision': {'type': 'string'}, 'text': {'$ref': '#/$defs/text'},",
	"   'conditions': {'type': 'array', 'items': {'$ref': '#/$defs/condition'}},",
	"   'cite': {'type': ['string', 'null']}}},",
	" 'policy': {'type': 'object', 'description': 'how an application is reviewed',",
	"   'required': ['id', 'provision', 'text', 'conditions', 'cite', 'milder'], 'properties': {",
	"   'id': {'type': ['string', 'null']}, 'provision': {'type': 'string'}, 'text': {'$ref': '#/$defs/text'},",
	"   'conditions': {'type': 'array', 'items': {'$ref': '#/$defs/condition'}},",
	"   'cite': {'type': ['string', 'null']}, 'milder': {'anyOf': [{'type': 'null'}, {'$ref': '#/$defs/review'}],",
	"     'description': 'a review that the application may still open by what it shows'}}},",
	" 'presumption': {'type': 'object', 'required': ['id', 'text', 'house', 'fact', 'rebutted_by', 'cite'], "
	"'properties': {'id': {'type': 'string'}, 'text': {'$ref': '#/$defs/text'},",
	"   'house': {'type': 'boolean', 'description': 'of Ambit and not of the law'}, 'fact': {'type': ['string', "
	"'null'], 'description': 'the fact that it supplies'},",
	"   'rebutted_by': {'type': 'array', 'items': {'$ref': '#/$defs/text'}}, 'cite': {'type': ['string', 'null']}}},",
	" 'jurisdiction': {'type': 'object', 'required': ['jurisdiction', 'held', 'reached', 'ground', 'path', 'outcome', "
	"'range', 'prohibitions', 'requirements', 'exceptions', 'policy', 'presumptions', 'red_flags', 'exposure', "
	"'not_modeled'], 'properties': {",
	"   'jurisdiction': {'type': 'string'}, 'held': {'type': 'boolean', 'description': 'whether a pack of this law is "
	"held'}, 'reached': {'$ref': '#/$defs/tri'},",
	"   'ground': {'allOf': [{'$ref': '#/$defs/tri'}], 'description': 'whether a place, a party or the item touches "
	"what "
	"this law rests on; if none does, it is not reached'},",
	"   'path': {'type': 'array', 'items': {'type': 'object', 'required': ['provision', 'state', 'because', 'cite'], "
	"'properties': {'provision': {'type': 'string'}, 'state': {'$ref': '#/$defs/tri'}, 'because': {'$ref': "
	"'#/$defs/text'}, 'rests_on': {'type': 'array', 'description': 'facts without which it would not reach this way', "
	"'items': "
	"{'type': 'string'}}, 'cite': {'type': ['string', 'null']}}}},",
	"   'outcome': {'$ref': '#/$defs/outcome'}, 'range': {'$ref': '#/$defs/range'},",
	"   'prohibitions': {'type': 'array', 'items': {'$ref': '#/$defs/provision'}}, 'requirements': {'type': 'array', "
	"'items': {'$ref': '#/$defs/provision'}},",
	"   'exceptions': {'type': 'array', 'items': {'$ref': '#/$defs/exception'}}, 'policy': {'anyOf': [{'type': "
	"'null'}, {'$ref': '#/$defs/policy'}]},",
	"   'presumptions': {'type': 'array', 'items': {'$ref': '#/$defs/presumption'}}, 'red_flags': {'type': 'array', "
	"'description': 'warning signs that "
	"are there or may be; none changes the outcome', 'items': {'$ref': '#/$defs/flag'}},",
	"   'not_modeled': {'type': 'array', 'description': 'provisions that no rule of the pack holds and this case meets "
	"or "
	"may meet', 'items': {'type': 'object', 'required': ['id', 'text', 'extent', 'state', 'note', 'cite'], "
	"'properties': {'id': {'type': 'string'}, 'text': {'$ref': '#/$defs/text'}, 'extent': {'enum': ['asked', "
	"'not-held']}, 'state': {'enum': ['yes', 'unknown']}, 'note': {'type': ['string', 'null']}, 'cite': {'type': "
	"['string', 'null']}}}},",
	"   'exposure': {'anyOf': [{'type': 'null'}, {'$ref': '#/$defs/exposure'}]}}},",
	" 'flag': {'type': 'object', 'required': ['id', 'text', 'state', 'resolved_by', 'cite', 'facts', 'note', "
	"'text_held'], 'properties': {",
	"   'id': {'type': 'string'}, 'text': {'$ref': '#/$defs/text'}, 'state': {'enum': ['raised', 'resolved', 'open']},",
	"   'resolved_by': {'anyOf': [{'type': 'null'}, {'$ref': '#/$defs/text'}]}, 'cite': {'type': ['string', 'null']},",
	"   'facts': {'type': 'array', 'description': 'that raise it; of an open one those on which it hangs', 'items': "
	"{'type': 'string'}},",
	"   'note': {'type': ['string', 'null']}, 'text_held': {'type': 'boolean', 'description': 'whether its primary "
	"text "
	"was read'}}},",
	" 'exposure': {'type': 'object', 'required': ['civil', 'criminal', 'cite', 'civil_usd', 'civil_at_least', 'more', "
	"'enforcement'], 'properties': {",
	"   'civil': {'type': ['string', 'null']}, 'criminal': {'type': ['string', 'null']}, 'cite': {'type': ['string', "
	"'null']},",
	"   'civil_usd': {'type': ['number', 'null'], 'description': 'maximum for each violation on these facts'},",
	"   'civil_at_least': {'type': 'boolean', 'description': 'it may be more: the value is not known'},",
	"   'more': {'type': 'array', 'items': {'type': 'object', 'required': ['id', 'text', 'state', 'amount', 'unit', "
	"'cite'], 'properties': {",
	"     'id': {'type': 'string'}, 'text': {'$ref': '#/$defs/text'}, 'state': {'enum': ['bears', 'may-bear']}, "
	"'amount': {'type': 'number'}, 'unit': {'type': ['string', 'null']}, 'cite': {'type': ['string', 'null']}}}},",
	"   'enforcement': {'type': 'array', 'description': 'published enforcement closest to the facts', 'items': "
	"{'type': "
	"'object', 'required': ['id', 'day', 'party', 'amount', 'outcome', 'decided', 'text', 'shares', 'source', "
	"'confidence'], 'properties': {",
	"     'id': {'type': 'string'}, 'day': {'$ref': '#/$defs/day'}, 'party': {'type': 'string'}, 'amount': {'type': "
	"['string', 'null']}, 'outcome': {'enum': ['settled', 'plea', 'convicted', 'charged', 'indicted', "
	"'investigated']},",
	"     'decided': {'type': 'boolean', 'description': 'no: it was only brought'}, 'text': {'$ref': '#/$defs/text'}, "
	"'shares': {'type': 'array', 'description': 'what the case has in common with it', 'items': {'type': 'string'}},",
	"     'source': {'type': 'string'}, 'confidence': {'enum': ['primary', 'secondary', 'memory']}}}}}},",
	" 'reason': {'type': 'object', 'required': ['conclusion', 'state', 'cite', 'facts', 'because'], 'properties': "
	"{'conclusion': {'$ref': '#/$defs/text'}, 'state': {'$ref': '#/$defs/tri'}, 'cite': {'type': ['string', 'null']},",
	"   'facts': {'type': 'array', 'items': {'type': 'object', 'required': ['fact', 'from', 'source'], 'properties': "
	"{'fact': {'type': 'string'}, 'from': {'$ref': '#/$defs/from'}, 'source': {'type': ['string', 'null']}}}},",
	"   'because': {'type': 'array', 'items': {'$ref': '#/$defs/reason'}}}}",
	"}",
	"}",
};

void det_schema(ab_buf *out)
{
	for (size_t i = 0; i < AB_COUNT(lines); i++) {
		for (const char *p = lines[i]; *p; p++)
			ab_buf_addc(out, *p == '\'' ? '"' : *p);
		ab_buf_addc(out, '\n');
	}
}
