package label

// trees are the names a label may carry, by code; the words for them are texts. A code is stored with the case and
// never changes. Names that could be heard as a remark about a body, a colour or a country were left out.
var trees = []string{
	"acacia", "albizia", "alder", "almond", "amelanchier", "apricot", "arbutus", "ash", "aspen", "azalea", "bamboo",
	"banyan", "baobab", "bay", "beech", "bergamot", "birch", "box", "breadfruit", "broom", "buckthorn", "camellia",
	"camphor", "carob", "cashew", "catalpa", "cedar", "chestnut", "cinnamon", "citron", "clementine", "coconut",
	"coffee", "cork_oak", "cornel", "cotoneaster", "cypress", "douglas", "elder", "elm", "eucalyptus", "fig", "fir",
	"forsythia", "gardenia", "ginkgo", "grapefruit", "guava", "hazel", "heather", "hibiscus", "holly", "holm_oak",
	"hop_hornbeam", "hornbeam", "horse_chestnut", "hydrangea", "ironwood", "jacaranda", "jasmine", "jujube", "juniper",
	"kaki", "kapok", "kumquat", "larch", "lemon", "lilac", "lime", "lychee", "magnolia", "mango", "mangrove", "maple",
	"mastic", "medlar", "mimosa", "mirabelle", "monkey_puzzle", "mulberry", "myrtle", "nutmeg", "nutwood", "oak",
	"okoume", "olive", "osier", "palm", "papaya", "paulownia", "pecan", "pine", "pistachio", "plane", "pomegranate",
	"poplar", "quince", "redbud", "rhododendron", "robinia", "rosewood", "rowan", "sandalwood", "sassafras",
	"scots_pine", "sea_buckthorn", "sequoia", "service_tree", "smoke_tree", "spindle", "spruce", "stone_pine",
	"sycamore", "tamarind", "tamarisk", "tea", "teak", "thuja", "travellers_palm", "tulip_tree", "walnut", "whitebeam",
	"willow", "wisteria", "zelkova",
}
