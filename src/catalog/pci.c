/* Reads pci.csv and looks a PCI id up: with the subsystem if the table tells boards
 * apart by it, else by vendor and device alone. One id may cover a family. */
#include "catalog/inside.h"

static int hex_value(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* Four small hexadecimal digits. */
static bool hex_read(ab_str s, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		int v = hex_value(s.p[i]);
		if (v < 0)
			return false;
		*out = *out << 4 | (uint64_t)v;
	}
	return s.n == 4;
}

static bool key_read(ab_str vendor, ab_str device, ab_str subsystem, uint64_t *key)
{
	uint64_t v, dev, sv = 0, sd = 0;
	ab_str maker;
	if (!hex_read(vendor, &v) || !hex_read(device, &dev))
		return false;
	if (subsystem.n && (!ab_str_cut(&subsystem, ':', &maker) || !hex_read(maker, &sv) || !hex_read(subsystem, &sd)))
		return false;
	*key = v << 48 | dev << 32 | sv << 16 | sd;
	return true;
}

static const pci_row *row_find(const catalog *c, uint64_t key)
{
	uint32_t lo = 0, hi = c->pci.n;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (c->pci.p[mid].key < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < c->pci.n && c->pci.p[lo].key == key ? &c->pci.p[lo] : NULL;
}

void pci_read(catalog *c, const catalog_file *f, ab_diags *d)
{
	enum { VENDOR, DEVICE, SUBSYSTEM, ID, SOURCE };
	table t;
	if (!table_open(&t, c, f, "vendor device subsystem id source", d))
		return;
	TABLE_ROOM(&t, &c->pci);
	while (table_next(&t)) {
		ab_str id = t.cell[ID];
		pci_row row;
		if (!key_read(t.cell[VENDOR], t.cell[DEVICE], t.cell[SUBSYSTEM], &row.key))
			table_error(&t, "write four small hexadecimal digits, subsystems as vvvv:dddd", "this is no PCI id");
		else if (!id_find(c, id, &row.to))
			table_error(&t, "use an id of the catalog", "nothing has the id \"%.*s\"", AB_FMT(id));
		else if (c->pci.n && c->pci.p[c->pci.n - 1].key >= row.key)
			table_error(&t, "sort the rows by vendor, device, subsystem", "the row is out of order or stands twice");
		else
			ab_push(&c->arena, &c->pci, row);
	}
}

bool catalog_pci(const catalog *c, ab_arena *a, unsigned vendor, unsigned device, unsigned subsystem,
                 catalog_match *out)
{
	(void)a;
	*out = (catalog_match){.hit = CATALOG_NONE};
	if (vendor > 0xFFFF || device > 0xFFFF)
		return false;
	uint64_t board = (uint64_t)vendor << 48 | (uint64_t)device << 32;
	const pci_row *row = row_find(c, board | subsystem);
	if (!row)
		row = row_find(c, board);
	if (!row)
		return false;
	out->hit = (catalog_hit)row->to.hit;
	if (row->to.hit == CATALOG_CHIP)
		out->chip = &c->chips.p[row->to.at];
	else if (row->to.hit == CATALOG_FAMILY)
		out->family = &c->families.p[row->to.at];
	else
		out->system = &c->systems.p[row->to.at];
	return true;
}
