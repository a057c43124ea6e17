// Before the camera: one question with two equal answers (PIPL §29). No is as easy as yes.
pragma ComponentBehavior: Bound
import QtQuick
import hall.uikit.theme
import hall.uikit.controls

PageFrame {
    id: page

    step: kiosk.errand.looking ? -1 : 0
    headline: qsTr("要看一下您的脸，同意吗？")
    lead: qsTr("不同意也能取号，别的办法都一样")

    Sheet {
        width: page.wide ? 1130 : parent.width
        height: page.wide ? 440 : 900
        Column {
            x: 48
            width: parent.width - 96
            anchors.verticalCenter: parent.verticalCenter
            spacing: page.wide ? 6 : 54
            Repeater {
                model: [
                    qsTr("只看这一次，用来认出您、给您取号"),
                    qsTr("照片不存，看完摄像头就关"),
                    qsTr("能挡照片，挡不住录像和面具，所以只用于取号"),
                    qsTr("不满 14 岁的不用刷脸"),
                    qsTr("只认得来登记过的人；想删掉登记，找导办台")
                ]
                delegate: Row {
                    id: point
                    required property string modelData
                    spacing: 24
                    Icon {
                        name: "check"
                        size: 44
                        color: Theme.accent
                        anchors.verticalCenter: parent.verticalCenter
                    }
                    Label {
                        width: (page.wide ? 1130 : page.contentWidth) - 96 - 68
                        text: point.modelData
                        size: page.wide ? 38 : 44
                        fontSizeMode: Text.Fit
                        minimumPixelSize: 28
                        wrapMode: Text.Wrap
                        lineHeight: 0.85
                        height: 92
                    }
                }
            }
        }
    }
    Grid {
        x: page.wide ? 1170 : 0
        y: page.wide ? 60 : 960
        width: page.wide ? parent.width - 1170 : parent.width
        columns: page.wide ? 1 : 2
        spacing: 22
        BigButton {
            objectName: "disagree"
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 150 : 190
            text: qsTr("不同意")
            sub: qsTr("换个办法")
            subSize: Theme.elder ? 42 : 30
            onClicked: page.kiosk.disagree()
        }
        BigButton {
            objectName: "agree"
            width: page.wide ? parent.width : (parent.width - 22) / 2
            height: page.wide ? 150 : 190
            text: qsTr("同意")
            sub: qsTr("看一下")
            subSize: Theme.elder ? 42 : 30
            onClicked: page.kiosk.agree()
        }
    }
}
