// A heading inside the guide of an item.
import hall.uikit.theme
import hall.uikit.controls

Label {
    size: Theme.elder ? 48 : 40
    bold: true
    color: Theme.accent
}
